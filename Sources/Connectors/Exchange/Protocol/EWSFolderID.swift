internal import XML

/// A folder, by its id or by what it is for.
enum EWSFolderID: Hashable, Sendable {
    case id(String)
    /// `inbox`, `sentitems`, of a mailbox; `nil` for the one that is opened anyway.
    case known(String, mailbox: String?)

    func write(_ xml: inout XMLWriter) {
        switch self {
        case .id(let id): xml.element("t:FolderId", ["Id": id])
        case .known(let name, let mailbox):
            guard let mailbox else { return xml.element("t:DistinguishedFolderId", ["Id": name]) }
            xml.element("t:DistinguishedFolderId", ["Id": name]) { xml in
                xml.element("t:Mailbox") { $0.element("t:EmailAddress", text: mailbox) }
            }
        }
    }
}
