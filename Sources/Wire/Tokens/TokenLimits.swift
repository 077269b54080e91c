/// What a token server may make us hold, and how long we believe it.
package enum TokenLimits {
    /// An answer in bytes.
    package static let answer = 64 << 10
    /// A token in bytes; Microsoft's have some 3,000.
    package static let token = 16 << 10
    /// Characters of a server's own words that are shown.
    package static let words = 300
    /// The life of a token whose server says nothing of it, in seconds.
    package static let assumedLifetime: Int64 = 300
    /// However long a server says a token lives, it is asked again after as many seconds.
    package static let longestLifetime: Int64 = 86_400
    /// A token is renewed as many seconds before its end, or a tenth of its life if that is less.
    package static let margin: Int64 = 300
    /// Seconds that a clock may have gone back since a token was stored.
    package static let skew: Int64 = 60
    /// The longest that a server's Retry-After is obeyed, in seconds.
    package static let patience: Int64 = 3600
    /// How long one process waits for another that renews the same token, in seconds.
    package static let lockWait: Int64 = 120
    /// A stored file in bytes.
    package static let file = 128 << 10
    /// Seconds between two questions about a device code, whatever the server says.
    package static let interval: ClosedRange<Int64> = 1...60
    /// Seconds that a device code is waited for, whatever the server says.
    package static let consent: ClosedRange<Int64> = 10...3600
}
