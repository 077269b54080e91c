internal import XML

extension ExchangeDesk {
    func sendItem(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["ItemIds"]?.children ?? []) { element throws(EWSError) in
            let (item, known) = try namedItem(element, call)
            guard let known else { throw .keyWanted }
            guard known == item.change else { throw .staleKey }
            guard item.isDraft, item.kind == .letter else {
                throw EWSError("ErrorInvalidRecipients", "The item is no draft that can be sent.")
            }
            let owner = try owner(of: item)
            let isSaved = ["true", "1"].contains(call.request.attributes["SaveItemToFolder"] ?? "true")
            var folder = try role(.sent, owner)
            if let given = call.request["SavedItemFolderId"]?.children.first {
                folder = try namedFolder(given, call)
            }
            // Marked first: of two that send the same draft at once, one does.
            _ = try store { () throws(MailboxProblem) in
                try mailboxes.update(item.id, known: known) { $0.isDraft = false }
            }
            do throws(EWSError) {
                try send(item.content, owner, actor: call.actor)
            } catch {
                _ = try? mailboxes.update(item.id) { $0.isDraft = true }
                throw error
            }
            mailboxes.remove([item.id])
            if isSaved {
                var copy = NewItem(item)
                copy.isDraft = false
                copy.isRead = true
                try save(copy, folder)
            }
            return { _ in }
        }
    }
}
