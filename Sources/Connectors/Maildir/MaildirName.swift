/// A letter's file name: `1790000000.M123456P789Q3.host:2,FS`.
struct MaildirName: Hashable {
    /// What never changes.
    var base: String
    /// In the order of the alphabet, as <https://cr.yp.to/proto/maildir.html> wants it.
    var flags: String

    init(_ name: String) {
        let colon = name.firstIndex(of: ":") ?? name.endIndex
        base = String(name[..<colon])
        let info = name[colon...]
        flags = info.hasPrefix(":2,") ? String(info.dropFirst(3)) : ""
    }

    var isSeen: Bool { flags.contains("S") }
    var isFlagged: Bool { flags.contains("F") }
    /// Marked as deleted.
    var isTrashed: Bool { flags.contains("T") }

    /// The name with one flag more, as it stands in `cur`.
    func adding(_ flag: Character?) -> String {
        let all = flag.map { flags.contains($0) ? flags : flags + String($0) } ?? flags
        return "\(base):2,\(String(all.sorted()))"
    }
}
