/// Where a look at a folder has come to: `1790000000:4711`, or `1790000000:4711:9000` while the first look goes on.
///
/// The third number is the last letter that was there at first: up to it only those count that are not acknowledged yet, behind it all.
struct IMAPCursor: Equatable, CustomStringConvertible {
    var validity: UInt32
    var last: UInt32
    var first: UInt32?

    init(validity: UInt32, last: UInt32, first: UInt32? = nil) {
        self.validity = validity
        self.last = last
        self.first = first
    }

    /// - Returns: `nil` for what is no cursor of ours.
    init?(_ text: String) {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt32($0) }
        guard (2...3).contains(numbers.count), let validity = numbers[0], let last = numbers[1] else { return nil }
        guard numbers.count == 2 || numbers[2] != nil else { return nil }
        self.init(validity: validity, last: last, first: numbers.count == 3 ? numbers[2] : nil)
    }

    var description: String { "\(validity):\(last)" + (first.map { ":\($0)" } ?? "") }
}

/// `1790000000/4711`: a letter, for ever.
struct IMAPIdentity: Hashable, CustomStringConvertible {
    var validity: UInt32
    var uid: UInt32

    init(validity: UInt32, uid: UInt32) {
        self.validity = validity
        self.uid = uid
    }

    init?(_ text: String) {
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { UInt32($0) }
        guard numbers.count == 2, let validity = numbers[0], let uid = numbers[1] else { return nil }
        self.init(validity: validity, uid: uid)
    }

    var description: String { "\(validity)/\(uid)" }
}
