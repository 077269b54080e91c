internal import XML

/// Makes an item of a letter as it is, or of fields.
struct CreateItem: EWSOperation {
    static let name = "CreateItem"

    enum Disposition: String, Sendable {
        case saveOnly = "SaveOnly"
        case sendOnly = "SendOnly"
        case sendAndSaveCopy = "SendAndSaveCopy"
    }

    var disposition: Disposition?
    /// `SendToAllAndSaveCopy`, for calendar items only.
    var invitations: String?
    var folder: EWSFolderID?
    /// The item, written by whoever knows it.
    var item: [UInt8]

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element(
            "m:CreateItem",
            ["MessageDisposition": disposition?.rawValue, "SendMeetingInvitations": invitations]
        ) { xml in
            if let folder { xml.element("m:SavedItemFolderId") { folder.write(&$0) } }
            xml.element("m:Items") { $0.raw(item) }
        }
    }

    /// - Returns: The new item; `nil` where it was sent and no copy is told of.
    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> EWSItemID? {
        let message = try messages.single()
        return EWSItemID(message["Items"]?.children.first?["ItemId"])
    }
}
