internal import Attributes
internal import XML

/// Does what requests ask for, on the mailboxes.
struct ExchangeDesk: Sendable {
    let mailboxes: Mailboxes
    let version: ExchangeVersion
    let subscriptions: Subscriptions

    /// The answer to a request.
    ///
    /// - Throws: What becomes a SOAP fault.
    func answer(_ call: EWSCall) throws(EWSError) -> EWSReply {
        switch call.name {
        case "GetFolder": getFolder(call)
        case "FindFolder": try findFolder(call)
        case "CreateFolder": createFolder(call)
        case "DeleteFolder": deleteFolder(call)
        case "ResolveNames": resolveNames(call)
        case "CreateItem": createItem(call)
        case "CreateAttachment": createAttachment(call)
        case "GetAttachment": getAttachment(call)
        case "SendItem": sendItem(call)
        case "FindItem": try findItem(call)
        case "SyncFolderItems": syncFolderItems(call)
        case "GetItem": try getItem(call)
        case "UpdateItem": updateItem(call)
        case "MoveItem", "CopyItem": moveItem(call)
        case "DeleteItem": deleteItem(call)
        case "ConvertId": convertID(call)
        case "Subscribe": try subscribe(call)
        case "Unsubscribe": unsubscribe(call)
        case "GetEvents": getEvents(call)
        default:
            throw .schema("the sandbox does not know the operation '\(call.name)'.")
        }
    }

    /// The folder that a FolderId or DistinguishedFolderId names.
    func namedFolder(_ element: XMLElement?, _ call: EWSCall) throws(EWSError) -> MailFolder {
        guard let element else { throw .schema("a folder id is missing.") }
        let id = element.attributes["Id"] ?? ""
        switch element.name {
        case "DistinguishedFolderId":
            var owner = call.actor
            if let address = element["Mailbox", "EmailAddress"]?.trimmed {
                guard let user = mailboxes.user(address: address) else { throw .noMailbox }
                owner = user
            }
            guard mailboxes.may(call.actor.id, open: owner.id) else { throw .denied }
            guard let role = MailFolder.Role(rawValue: id), let folder = mailboxes.folder(role, of: owner.id) else {
                throw .folderNotFound
            }
            return folder
        case "FolderId":
            guard let id = EWSIdentity.folder(id) else { throw .badID }
            guard let folder = mailboxes.folder(id) else { throw .folderNotFound }
            guard mailboxes.may(call.actor.id, open: folder.owner) else { throw .denied }
            return folder
        default: throw .schema("'\(element.name)' is no folder id.")
        }
    }

    /// The item that an ItemId names, and the change that the client knows.
    func namedItem(_ element: XMLElement?, _ call: EWSCall) throws(EWSError) -> (item: MailItem, known: Int?) {
        guard let element else { throw .schema("an item id is missing.") }
        var named = EWSIdentity.item(element.attributes["Id"] ?? "")
        if element.name == "RecurringMasterItemId" {
            named = EWSIdentity.occurrence(element.attributes["OccurrenceId"] ?? "")?.item
        }
        guard let id = named else {
            let isSingle =
                element.name == "OccurrenceItemId" || EWSIdentity.occurrence(element.attributes["Id"] ?? "") != nil
            throw isSingle ? .request("The sandbox does this with a whole series only.") : .badID
        }
        guard let item = mailboxes.item(id), let folder = mailboxes.folder(item.folder) else { throw .itemNotFound }
        guard mailboxes.may(call.actor.id, open: folder.owner) else { throw .denied }
        guard let key = element.attributes["ChangeKey"] else { return (item, nil) }
        guard let known = EWSIdentity.change(key) else {
            throw EWSError("ErrorInvalidChangeKey", "The change key is invalid.")
        }
        return (item, known)
    }

    /// Whose mailbox an item is in.
    func owner(of item: MailItem) throws(EWSError) -> SandboxUser {
        guard let folder = mailboxes.folder(item.folder), let user = mailboxes.user(folder.owner) else {
            throw .itemNotFound
        }
        return user
    }

    /// Does something with the mailboxes, and says why not in Exchange's words.
    func store<T>(_ body: () throws(MailboxProblem) -> T) throws(EWSError) -> T {
        do throws(MailboxProblem) { return try body() } catch { throw EWSError(error) }
    }

    func role(_ role: MailFolder.Role, _ owner: SandboxUser) throws(EWSError) -> MailFolder {
        guard let folder = mailboxes.folder(role, of: owner.id) else { throw .folderNotFound }
        return folder
    }
}
