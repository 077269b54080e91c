internal import XML

/// Tells what has changed in a folder since it told last.
struct SyncFolderItems: EWSOperation {
    static let name = "SyncFolderItems"
    /// The most that servers give at once.
    static let largest = 512

    struct Changes: Sendable {
        /// Items that are new in the folder.
        var created: [EWSItem]
        /// How many changes of any kind were told.
        var count: Int
        var state: String
        var isLast: Bool
    }

    var folder: EWSFolderID
    /// `nil` for the beginning: then all items are new.
    var state: String?
    var limit: Int
    var properties = EWSItem.properties

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:SyncFolderItems") { xml in
            xml.element("m:ItemShape") { xml in
                xml.element("t:BaseShape", text: "IdOnly")
                EWSProperty.writeAll(properties, &xml)
            }
            xml.element("m:SyncFolderId") { folder.write(&$0) }
            if let state { xml.element("m:SyncState", text: state) }
            xml.element("m:MaxChangesReturned", text: "\(min(max(limit, 1), Self.largest))")
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> Changes {
        let message = try messages.single()
        let changes = message["Changes"]?.children ?? []
        return Changes(
            created: changes.filter { $0.name == "Create" }.compactMap { $0.children.first.flatMap(EWSItem.init) },
            count: changes.count, state: message["SyncState"]?.trimmed ?? "",
            isLast: message["IncludesLastItemInRange"]?.trimmed != "false")
    }
}
