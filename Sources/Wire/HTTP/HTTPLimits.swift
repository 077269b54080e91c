/// What an HTTP server may make us hold.
package enum HTTPLimits {
    /// An answer's body in bytes, unless the settings say otherwise.
    package static let body = 64 << 20
    /// An answer's head in bytes.
    package static let head = 256 << 10
}
