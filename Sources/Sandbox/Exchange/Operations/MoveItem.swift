internal import XML

extension ExchangeDesk {
    /// MoveItem and CopyItem.
    func moveItem(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["ItemIds"]?.children ?? [], in: "m:Items") { element throws(EWSError) in
            let (item, _) = try namedItem(element, call)
            let target = try namedFolder(call.request["ToFolderId"]?.children.first, call)
            let isMove = call.name == "MoveItem"
            let moved = try store { () throws(MailboxProblem) in
                try isMove ? mailboxes.move([item.id], to: target.id) : mailboxes.copy([item.id], to: target.id)
            }
            guard let new = moved.first?.new else { throw .itemNotFound }
            if call.request["ReturnNewItemIds"]?.isTrue == false || target.owner != mailboxes.folder(item.folder)?.owner
            {
                return { xml in xml.element("m:Items") }
            }
            return { xml in
                xml.element("m:Items") { xml in xml.element(named: ItemView.tag(new)) { $0.itemID(new) } }
            }
        }
    }
}
