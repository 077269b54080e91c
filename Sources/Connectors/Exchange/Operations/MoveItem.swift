internal import XML

/// Moves items to another folder of the same mailbox.
struct MoveItem: EWSOperation {
    static let name = "MoveItem"

    var items: [EWSItemID]
    var folder: EWSFolderID

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:MoveItem") { xml in
            xml.element("m:ToFolderId") { folder.write(&$0) }
            xml.element("m:ItemIds") { xml in
                for item in items { item.write(&xml) }
            }
        }
    }

    /// - Returns: For each item why it was not moved, or its new id.
    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> [Result<EWSItemID?, EWSRefusal>] {
        messages.map { message in
            message.refusal.map { .failure($0) } ?? .success(EWSItemID(message.items.first?["ItemId"]))
        }
    }
}
