internal import XML

/// Lists all folders below one, a page at a time.
struct FindFolder: EWSOperation {
    static let name = "FindFolder"
    static let pageSize = 500

    struct Page: Sendable {
        var folders: [EWSFolder]
        /// Where the next page begins; `nil` when there is none.
        var next: Int?
    }

    var parent: EWSFolderID
    var offset = 0

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:FindFolder", ["Traversal": "Deep"]) { xml in
            xml.element("m:FolderShape") { xml in
                xml.element("t:BaseShape", text: "Default")
                EWSProperty.writeAll([.field("folder:ParentFolderId")], &xml)
            }
            xml.element(
                "m:IndexedPageFolderView",
                ["MaxEntriesReturned": "\(Self.pageSize)", "Offset": "\(offset)", "BasePoint": "Beginning"])
            xml.element("m:ParentFolderIds") { parent.write(&$0) }
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> Page {
        let root = try messages.single()["RootFolder"]
        let folders = root?["Folders"]?.children.compactMap(EWSFolder.init) ?? []
        let isLast = root?.attributes["IncludesLastItemInRange"] != "false"
        let next = root?.attributes["IndexedPagingOffset"].flatMap(Int.init) ?? offset + folders.count
        return Page(folders: folders, next: isLast || folders.isEmpty ? nil : next)
    }
}
