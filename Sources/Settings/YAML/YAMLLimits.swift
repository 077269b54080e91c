/// How large and how deep a YAML file may be: a person writes less, and a bomb is answered at once.
package enum YAMLLimits {
    /// Bytes of a file.
    package static let size = 4_000_000
    /// Bytes of a line: what shows a line costs as much.
    package static let line = 20_000
    /// Mappings and lists within each other.
    package static let depth = 64
    /// Keys and values of a file, with aliases counted as often as they are used: some 7,000 accounts.
    package static let nodes = 100_000
    /// Lines that begin with `%`.
    package static let directives = 10
}
