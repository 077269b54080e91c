internal import XML

/// Asks about folders, each by itself.
struct GetFolder: EWSOperation {
    static let name = "GetFolder"

    var folders: [EWSFolderID]

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:GetFolder") { xml in
            xml.element("m:FolderShape") { xml in
                xml.element("t:BaseShape", text: "Default")
                EWSProperty.writeAll([.field("folder:ParentFolderId")], &xml)
            }
            xml.element("m:FolderIds") { xml in
                for folder in folders { folder.write(&xml) }
            }
        }
    }

    /// - Returns: One for each; `nil` for what is not there.
    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> [EWSFolder?] {
        var found: [EWSFolder?] = []
        for message in messages {
            if let refusal = message.refusal {
                guard refusal.code == "ErrorFolderNotFound" || refusal.isGone else { throw refusal }
                found.append(nil)
            } else {
                found.append((message.element["Folders"]?.children.first).flatMap(EWSFolder.init))
            }
        }
        return found
    }
}

/// What is told of a folder.
struct EWSFolder: Hashable, Sendable {
    var id: String
    var parent: String?
    var name: String
    /// `IPF.Note`, `IPF.Appointment`; blank where it is not told.
    var folderClass: String
    var count: Int?
    var unread: Int?

    init?(_ element: XMLElement) {
        guard let id = element["FolderId"]?.attributes["Id"] else { return nil }
        self.id = id
        parent = element["ParentFolderId"]?.attributes["Id"]
        name = element["DisplayName"]?.text ?? ""
        folderClass = element["FolderClass"]?.trimmed ?? ""
        count = element["TotalCount"].flatMap { Int($0.trimmed) }
        unread = element["UnreadCount"].flatMap { Int($0.trimmed) }
    }
}
