/// What a server may make us hold.
package enum LineLimits {
    /// A line in bytes; RFC 5321 section 4.5.3.1.5 allows replies 512.
    package static let line = 4096
    /// Lines of the whole conversation up to the login.
    package static let handshakeLines = 1000
    /// Replies that came while we were still writing, in bytes.
    package static let unread = 16 << 20
}
