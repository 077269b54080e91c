internal import XML

extension ExchangeDesk {
    func findFolder(_ call: EWSCall) throws(EWSError) -> EWSReply {
        let isDeep = call.request.attributes["Traversal"] == "Deep"
        let view = call.request["IndexedPageFolderView"]
        let most = view?.attributes["MaxEntriesReturned"].flatMap { Int($0) } ?? 1_000
        let offset = max(0, view?.attributes["Offset"].flatMap { Int($0) } ?? 0)
        return .each(call, call.request["ParentFolderIds"]?.children ?? []) { element throws(EWSError) in
            let parent = try namedFolder(element, call)
            var found = mailboxes.folders(of: parent.owner).filter { folder in
                isDeep ? folder.id != parent.id && isBelow(folder, parent.id) : folder.parent == parent.id
            }
            if let restriction = call.request["Restriction"]?.children.first {
                found = try found.passing { folder throws(EWSError) in
                    try FolderRestriction.matches(restriction, folder)
                }
            }
            let page = Array(found.dropFirst(offset).prefix(max(0, most)))
            return { xml in
                xml.element(
                    "m:RootFolder",
                    [
                        "TotalItemsInView": "\(found.count)",
                        "IndexedPagingOffset": "\(offset + page.count)",
                        "IncludesLastItemInRange": offset + page.count >= found.count ? "true" : "false",
                    ]
                ) { xml in
                    xml.element("t:Folders") { xml in for folder in page { write(folder, &xml) } }
                }
            }
        }
    }

    private func isBelow(_ folder: MailFolder, _ parent: MailFolder.ID) -> Bool {
        var next = folder.parent
        while let id = next {
            if id == parent { return true }
            next = mailboxes.folder(id)?.parent
        }
        return false
    }
}

/// What a search for folders may ask: names.
private enum FolderRestriction {
    static func matches(_ element: XMLElement, _ folder: MailFolder) throws(EWSError) -> Bool {
        let uri = element["FieldURI"]?.attributes["FieldURI"]
        let value = element["FieldURIOrConstant", "Constant"]?.attributes["Value"]
        switch (element.name, uri) {
        case ("IsEqualTo", "folder:DisplayName"): return folder.name == value
        case ("IsEqualTo", "folder:FolderClass"): return folder.content == value
        case ("Exists", _): return true
        default: throw .request("The sandbox finds folders by IsEqualTo with folder:DisplayName or folder:FolderClass.")
        }
    }
}
