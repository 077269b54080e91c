internal import XML

/// Deletes items for good; of meetings the guests may be told.
struct DeleteItem: EWSOperation {
    static let name = "DeleteItem"

    var items: [EWSItemID]
    /// `HardDelete`, or `MoveToDeletedItems`.
    var type = "HardDelete"
    /// `SendToAllAndSaveCopy`, which calendar items need.
    var cancellations: String?

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:DeleteItem", ["DeleteType": type, "SendMeetingCancellations": cancellations]) { xml in
            xml.element("m:ItemIds") { xml in
                for item in items { item.write(&xml) }
            }
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) { _ = try messages.single() }
}
