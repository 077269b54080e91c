internal import XML

extension ExchangeDesk {
    func getItem(_ call: EWSCall) throws(EWSError) -> EWSReply {
        let shape = try ItemShape(call.request["ItemShape"], call.version)
        return .each(call, call.request["ItemIds"]?.children ?? [], in: "m:Items") { element throws(EWSError) in
            let single = try namedOccurrence(element, call)
            let view =
                if let single { try view(single.series, shape, single.occurrence) } else {
                    try view(namedItem(element, call).item, shape)
                }
            return { xml in xml.element("m:Items") { view.write(&$0) } }
        }
    }

    func view(
        _ item: MailItem, _ shape: ItemShape, _ occurrence: CalendarEntry.Occurrence? = nil
    ) throws(EWSError) -> ItemView {
        guard let parent = mailboxes.folder(item.folder) else { throw .itemNotFound }
        return ItemView(
            item, shape, owner: try owner(of: item), parent: parent,
            appointment: item.appointment.flatMap { mailboxes.item($0) }, version: version,
            occurrence: occurrence)
    }
}
