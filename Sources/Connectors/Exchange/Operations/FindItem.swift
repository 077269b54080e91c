internal import XML

/// Lists a page of a folder's items, from the oldest on.
struct FindItem: EWSOperation {
    static let name = "FindItem"

    struct Page: Sendable {
        var items: [EWSItem]
        /// How many match in all.
        var total: Int?
        var isLast: Bool
    }

    var folder: EWSFolderID
    var restriction: EWSRestriction?
    var offset = 0
    var limit: Int
    var properties = EWSItem.properties
    var descending = false

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:FindItem", ["Traversal": "Shallow"]) { xml in
            xml.element("m:ItemShape") { xml in
                xml.element("t:BaseShape", text: "IdOnly")
                EWSProperty.writeAll(properties, &xml)
            }
            xml.element(
                "m:IndexedPageItemView",
                ["MaxEntriesReturned": "\(limit)", "Offset": "\(offset)", "BasePoint": "Beginning"])
            if let restriction { xml.element("m:Restriction") { restriction.write(&$0) } }
            xml.element("m:SortOrder") { xml in
                xml.element("t:FieldOrder", ["Order": descending ? "Descending" : "Ascending"]) { xml in
                    EWSProperty.field("item:DateTimeReceived").write(&xml)
                }
            }
            xml.element("m:ParentFolderIds") { folder.write(&$0) }
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> Page {
        let root = try messages.single()["RootFolder"]
        return Page(
            items: root?["Items"]?.children.compactMap(EWSItem.init) ?? [],
            total: root?.attributes["TotalItemsInView"].flatMap(Int.init),
            isLast: root?.attributes["IncludesLastItemInRange"] != "false")
    }
}
