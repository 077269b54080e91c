internal import Attributes
internal import MIME
internal import XML

/// What a search asks of items.
enum ItemRestriction {
    static func matches(_ element: XMLElement, _ view: ItemView) throws(EWSError) -> Bool {
        switch element.name {
        case "And":
            for part in element.children where !(try matches(part, view)) { return false }
            return true
        case "Or":
            for part in element.children where try matches(part, view) { return true }
            return false
        case "Not":
            guard let part = element.children.first else { throw .schema("Not is empty.") }
            return !(try matches(part, view))
        case "Exists": return !(try value(uri(element), view)).isEmpty
        case "Contains": return try contains(element, view)
        default: return try compares(element, view)
        }
    }

    private static func uri(_ element: XMLElement) -> String {
        if let uri = element["FieldURI"]?.attributes["FieldURI"] { return uri }
        if let path = element["IndexedFieldURI"] {
            return "\(path.attributes["FieldURI"] ?? "")/\(path.attributes["FieldIndex"] ?? "")"
        }
        if let tag = PropertyTag.of(element) { return "tag/\(tag)" }
        return element.children.first { $0.name.hasSuffix("FieldURI") }?.name ?? ""
    }

    private static func contains(_ element: XMLElement, _ view: ItemView) throws(EWSError) -> Bool {
        var value = try value(uri(element), view)
        var wanted = element["Constant"]?.attributes["Value"] ?? ""
        if element.attributes["ContainmentComparison"]?.contains("IgnoreCase") == true {
            (value, wanted) = (value.lowercased(), wanted.lowercased())
        }
        return switch element.attributes["ContainmentMode"] {
        case "FullString": value == wanted
        case "Prefixed", "PrefixOnWords": value.hasPrefix(wanted)
        default: value.contains(wanted)
        }
    }

    private static func compares(_ element: XMLElement, _ view: ItemView) throws(EWSError) -> Bool {
        let left = try value(uri(element), view)
        guard let other = element["FieldURIOrConstant"] else { throw .schema("FieldURIOrConstant is missing.") }
        var right = other["Constant"]?.attributes["Value"] ?? ""
        if let path = other["FieldURI"]?.attributes["FieldURI"] { right = try value(path, view) }
        if let time = try? Instant(right, in: .utc), right.contains("T") { right = text(time) }
        if ["1", "0"].contains(right), ["true", "false"].contains(left) { right = right == "1" ? "true" : "false" }
        switch element.name {
        case "IsEqualTo": return left.lowercased() == right.lowercased()
        case "IsNotEqualTo": return left.lowercased() != right.lowercased()
        case "IsGreaterThan": return left > right
        case "IsGreaterThanOrEqualTo": return left >= right
        case "IsLessThan": return left < right
        case "IsLessThanOrEqualTo": return left <= right
        default: throw .request("The sandbox does not search by \(element.name).")
        }
    }

    /// A property as a text that sorts as its values do.
    static func value(_ uri: String, _ view: ItemView) throws(EWSError) -> String {
        let item = view.item
        switch uri {
        case "message:IsRead": return item.isRead ? "true" : "false"
        case "item:ItemClass": return item.kind.rawValue
        case "message:InternetMessageId": return view.letter.messageID ?? ""
        case "item:Subject": return view.subject
        case "item:DateTimeReceived", "item:DateTimeCreated", "item:LastModifiedTime": return text(item.received)
        case "item:DateTimeSent": return text(view.letter.date ?? item.received)
        case "item:Size": return padded(item.content.count)
        case "item:IsDraft": return item.isDraft ? "true" : "false"
        case "item:HasAttachments": return view.files.isEmpty ? "false" : "true"
        case "item:Categories": return item.keywords.sorted().joined(separator: ";")
        case "message:From", "message:Sender":
            let from = view.letter.from.first
            return "\(from?.name ?? "") \(from?.address ?? "")"
        case "item:DisplayTo": return view.letter.to.map { $0.name ?? $0.address }.joined(separator: "; ")
        case "item:Body": return view.letter.text ?? ""
        case "item:InReplyTo": return view.letter.inReplyTo.first ?? ""
        case "calendar:UID", "meeting:UID": return item.meeting?.uid ?? ""
        case "calendar:Start": return item.meeting.map { text($0.start) } ?? ""
        case "calendar:End": return item.meeting.map { text($0.end) } ?? ""
        case "calendar:Location": return item.meeting?.location ?? ""
        case "calendar:IsCancelled": return item.meeting?.isCancelled == true ? "true" : "false"
        default:
            if let name = uri.split(separator: "/").last, uri.hasPrefix("item:InternetMessageHeader/") {
                return view.letter.values(of: String(name)).first ?? ""
            }
            if uri.hasPrefix("tag/"), let tag = Int(uri.dropFirst(4)) { return PropertyTag.value(tag, of: item) ?? "" }
            throw EWSError("ErrorUnsupportedPathForQuery", "The sandbox does not search by '\(uri)'.")
        }
    }

    private static func text(_ time: Instant) -> String { Instant(seconds: time.seconds).iso8601 }

    private static func padded(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
}
