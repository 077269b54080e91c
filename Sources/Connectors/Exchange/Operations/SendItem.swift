internal import XML

/// Sends a letter that lies in a folder, and puts it among the sent ones.
struct SendItem: EWSOperation {
    static let name = "SendItem"

    var item: EWSItemID
    var savedTo: EWSFolderID?

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:SendItem", ["SaveItemToFolder": savedTo == nil ? "false" : "true"]) { xml in
            xml.element("m:ItemIds") { item.write(&$0) }
            if let savedTo { xml.element("m:SavedItemFolderId") { savedTo.write(&$0) } }
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) { _ = try messages.single() }
}
