internal import XML

/// The few MAPI properties that clients ask for by number.
enum PropertyTag {
    /// PR_FLAG_STATUS: 2 for a letter that is flagged, 1 for one that was dealt with.
    static let flagStatus = 0x1090
    /// PR_MESSAGE_FLAGS: 1 is read, 8 is a draft.
    static let messageFlags = 0x0E07

    /// `0x1090`, or in decimal.
    static func number(_ text: String) -> Int? {
        let text = text.lowercased()
        return text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
    }

    /// The value in an item, or `nil` for one that the sandbox does not keep.
    static func value(_ tag: Int, of item: MailItem) -> String? {
        switch tag {
        case flagStatus: item.isFlagged ? "2" : nil
        case messageFlags: "\((item.isRead ? 1 : 0) + (item.isDraft ? 8 : 0))"
        default: nil
        }
    }

    /// The number that an ExtendedFieldURI, or what holds one, names.
    static func of(_ element: XMLElement) -> Int? {
        let path = element.name == "ExtendedFieldURI" ? element : element["ExtendedFieldURI"]
        return path?.attributes["PropertyTag"].flatMap { number($0) }
    }
}
