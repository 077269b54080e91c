/// What an Exchange server may make us hold or wait for.
enum EWSLimits {
    /// Bytes of an answer without letters.
    static let answer = 64 << 20
    /// Bytes of one of the envelopes of a stream.
    static let notification = 4 << 20
    /// Bytes of letters, as the server says, that are asked for at once.
    static let batch = 8_000_000
    /// Letters that are asked for at once.
    static let batchCount = 20
    /// Items that are changed at once.
    static let changes = 100
    /// However long a server asks to be left alone, no more is believed: milliseconds.
    static let longestBackOff: Int64 = 3_600_000
    /// Who has to wait longer than this is told, and comes again.
    static let patience = Duration.seconds(20)
    /// How often something is asked again that a busy server refused.
    static let retries = 3
}
