/// What one submission may hold.
package enum SpoolLimits {
    package static let letters = 100_000
    package static let recipients = 10_000
    /// Pieces of one letter: what stands between its files counts.
    package static let pieces = 4_000
    /// Bytes of a letter's details.
    package static let details = 65_536
    /// Bytes of a route's, a connection's or an application's name, an address, a key, a note's key.
    package static let text = 1_024
    /// Larger files of a letter are kept as files, or in chunks, and not within the letter's row.
    package static let inlineFile = 65_536
    /// Bytes in memory of one letter, without its large files.
    package static let inlineLetter = 256_000_000
    /// Bytes of a server's words that are kept.
    package static let words = 1_000
    /// Links of one arrival that are kept.
    package static let links = 1_000
    /// Handlings of one arrival are numbered below this.
    package static let handlings = 65_536
    package static let buses = 0...3
    package static let priorities = -100...100
}
