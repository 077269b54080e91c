internal import Connecting

/// What a server may make us hold, and what we ask of it at once.
enum IMAPLimits {
    /// A response in bytes, without its literals: the numbers of a million letters have seven million digits.
    static let response = 16 << 20
    /// Bytes of a response's literals that are kept; more is read and thrown away, for the letter is then fetched in parts.
    static let literal = FetchedLetter.largestInMemory
    /// Literals of one response.
    static let literals = 100
    /// Lists within lists.
    static let depth = 32
    /// Digits of a literal's size.
    static let sizeDigits = 10
    /// Responses to one command that are kept for later.
    static let folders = 10_000
    /// Characters of a server's own words that are shown.
    static let words = 300

    /// Bytes of one command's set of letters: Exchange refuses long commands.
    static let set = 1_000
    /// Letters that one command asks for.
    static let batch = 200
    /// Bytes of letters that one command asks for, as far as their sizes are known.
    static let batchBytes = 8 << 20
    /// Commands under way at once.
    static let pipelined = 2
    /// Bytes of a large letter that one command asks for.
    static let part = 2 << 20
    /// Bytes of the header of a letter that is too large to be fetched.
    static let header = 64 << 10
    /// How often a command is said again that met letters which have just gone.
    static let retries = 3
}
