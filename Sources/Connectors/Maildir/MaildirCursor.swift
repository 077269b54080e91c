internal import Attributes

/// Where a look at a maildir has come to.
///
///     1790000000123456789:1790000000999999999:af63dc4c8601ec8c,…
///
/// Up to a point in time, by the file system's clock, everything was given. Of what lies behind it that is listed; for a letter may become
/// visible a moment after a later one. While the first look goes on there is its time too: older letters count only if they are not
/// acknowledged yet.
struct MaildirCursor: CustomStringConvertible {
    var point: Int64 = 0
    var first: Int64?
    var known: Set<String> = []

    /// Names that are listed at most: 17 bytes each, within 64 KB.
    private static let listed = 3000

    init(first: Int64) {
        self.first = first
    }

    /// - Returns: `nil` for what is no cursor of ours.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let point = Int64(parts[0]) else { return nil }
        guard parts[1].isEmpty || Int64(parts[1]) != nil else { return nil }
        self.point = point
        first = Int64(parts[1])
        known = Set(parts[2].split(separator: ",").map(String.init))
    }

    /// The cursor behind some letters.
    ///
    /// - Parameters:
    ///   - point: Up to there everything was given.
    ///   - given: Letters that were given, those behind the point being of interest; in order.
    /// - Returns: The cursor from which they are not found again.
    func moved(to point: Int64, given: [MaildirListing.Entry]) -> MaildirCursor {
        var next = self
        let behind = given.filter { $0.changed >= point }.suffix(Self.listed)
        next.known = Set(behind.map { Self.mark($0.name) })
        next.point = behind.count == Self.listed ? behind.first?.changed ?? point : point
        if let first, next.point > first { next.first = nil }
        return next
    }

    func has(_ entry: MaildirListing.Entry) -> Bool {
        entry.changed < point || known.contains(Self.mark(entry.name))
    }

    var description: String { "\(point):\(first.map(String.init) ?? ""):\(known.sorted().joined(separator: ","))" }

    /// FNV-1a, in 16 digits at most.
    private static func mark(_ name: MaildirName) -> String {
        let hash = name.base.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
