internal import XML

extension ExchangeDesk {
    func getFolder(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["FolderIds"]?.children ?? [], in: "m:Folders") { element throws(EWSError) in
            let folder = try namedFolder(element, call)
            return { xml in xml.element("m:Folders") { write(folder, &$0) } }
        }
    }

    /// A folder with all that is known of it.
    func write(_ folder: MailFolder, _ xml: inout XMLWriter) {
        let count = mailboxes.count(in: folder.id)
        let children = mailboxes.folders(of: folder.owner).count { $0.parent == folder.id }
        let isCalendar = folder.content == MailFolder.appointments
        xml.element(named: isCalendar ? "t:CalendarFolder" : "t:Folder") { xml in
            xml.folderID(folder)
            if let parent = folder.parent.flatMap({ mailboxes.folder($0) }) {
                xml.folderID(parent, as: "t:ParentFolderId")
            }
            if let content = folder.content { xml.element("t:FolderClass", text: content) }
            xml.element("t:DisplayName", text: folder.name)
            xml.element("t:TotalCount", text: "\(count.all)")
            xml.element("t:ChildFolderCount", text: "\(children)")
            xml.element("t:EffectiveRights") { Self.rights(&$0, version) }
            if version >= .exchange2013, let role = folder.role {
                xml.element("t:DistinguishedFolderId", text: role.rawValue)
            }
            if !isCalendar { xml.element("t:UnreadCount", text: "\(count.unread)") }
        }
    }

    /// All rights: who has none, does not come so far.
    static func rights(_ xml: inout XMLWriter, _ version: ExchangeVersion) {
        for name in ["CreateAssociated", "CreateContents", "CreateHierarchy", "Delete", "Modify", "Read"] {
            xml.element(named: "t:\(name)") { $0.text("true") }
        }
        if version >= .exchange2010 { xml.element("t:ViewPrivateItems", text: "true") }
    }
}
