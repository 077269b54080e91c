internal import XML

extension ExchangeDesk {
    func createFolder(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["Folders"]?.children ?? [], in: "m:Folders") { element throws(EWSError) in
            let parent = try namedFolder(call.request["ParentFolderId"]?.children.first, call)
            let content = element.name == "CalendarFolder" ? MailFolder.appointments : MailFolder.letters
            let name = element["DisplayName"]?.trimmed ?? ""
            guard !name.isEmpty else { throw EWSError("ErrorFolderSave", "The folder has no name.") }
            let made = try store { () throws(MailboxProblem) in
                try mailboxes.makeFolder(name, in: parent.id, content: content)
            }
            return { xml in
                xml.element("m:Folders") { xml in
                    xml.element(named: content == MailFolder.letters ? "t:Folder" : "t:CalendarFolder") {
                        $0.folderID(made)
                    }
                }
            }
        }
    }

    func deleteFolder(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["FolderIds"]?.children ?? []) { element throws(EWSError) in
            let folder = try namedFolder(element, call)
            try store { () throws(MailboxProblem) in try mailboxes.removeFolder(folder.id) }
            return { _ in }
        }
    }
}
