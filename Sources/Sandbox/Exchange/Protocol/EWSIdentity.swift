internal import Attributes
internal import XML

/// Ids as they go over the wire: opaque to clients, and useless in another sandbox.
enum EWSIdentity {
    /// Another for each process, so that ids of an earlier sandbox name nothing.
    static let sandbox = UUIDv7().description.suffix(12)

    static func text(_ id: MailItem.ID) -> String { encoded("item", "\(id.number)") }

    static func text(_ id: MailFolder.ID) -> String { encoded("folder", "\(id.number)") }

    static func text(_ id: MailItem.ID, file: Int) -> String { encoded("file", "\(id.number).\(file)") }

    static func text(_ id: MailItem.ID, occurrence: Int) -> String {
        encoded("occurrence", "\(id.number).\(occurrence)")
    }

    static func key(_ change: Int) -> String { encoded("change", "\(change)") }

    static func item(_ text: String) -> MailItem.ID? {
        decoded("item", text).flatMap { Int($0) }.map { MailItem.ID($0) }
    }

    static func folder(_ text: String) -> MailFolder.ID? {
        decoded("folder", text).flatMap { Int($0) }.map { MailFolder.ID($0) }
    }

    static func file(_ text: String) -> (item: MailItem.ID, number: Int)? {
        let words = decoded("file", text)?.split(separator: ".") ?? []
        guard words.count == 2, let item = Int(words[0]), let number = Int(words[1]) else { return nil }
        return (MailItem.ID(item), number)
    }

    /// A meeting of a series.
    static func occurrence(_ text: String) -> (item: MailItem.ID, number: Int)? {
        let words = decoded("occurrence", text)?.split(separator: ".") ?? []
        guard words.count == 2, let item = Int(words[0]), let number = Int(words[1]) else { return nil }
        return (MailItem.ID(item), number)
    }

    static func change(_ text: String) -> Int? { decoded("change", text).flatMap { Int($0) } }

    static func encoded(_ kind: String, _ value: String) -> String {
        Base64.encode(Array("\(kind):\(sandbox):\(value)".utf8))
    }

    static func decoded(_ kind: String, _ text: String) -> String? {
        guard let bytes = try? Base64.decode(text, atMost: 500) else { return nil }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 2)
        guard words.count == 3, words[0] == kind, words[1] == sandbox else { return nil }
        return String(words[2])
    }
}

extension XMLWriter {
    /// `<t:ItemId Id="…" ChangeKey="…"/>`.
    mutating func itemID(_ item: MailItem, as name: String = "t:ItemId") {
        element(named: name, ["Id": EWSIdentity.text(item.id), "ChangeKey": EWSIdentity.key(item.change)]) { _ in }
    }

    mutating func itemID(_ item: MailItem, occurrence: Int) {
        let id = EWSIdentity.text(item.id, occurrence: occurrence)
        element("t:ItemId", ["Id": id, "ChangeKey": EWSIdentity.key(item.change)])
    }

    mutating func folderID(_ folder: MailFolder, as name: String = "t:FolderId") {
        element(named: name, ["Id": EWSIdentity.text(folder.id), "ChangeKey": EWSIdentity.key(folder.change)]) { _ in }
    }
}
