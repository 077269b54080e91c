internal import Attributes
internal import MIME
internal import XML

/// Shows an item as Exchange does.
final class ItemView {
    let item: MailItem
    let shape: ItemShape
    let owner: SandboxUser
    let parent: MailFolder
    let version: ExchangeVersion
    /// The one meeting that is shown, of a series.
    let occurrence: CalendarEntry.Occurrence?
    /// What an invitation stands for in the calendar.
    let appointment: MailItem?
    private(set) lazy var letter: ReadLetter = (try? LetterReader.read(item.content)) ?? ReadLetter()

    init(
        _ item: MailItem, _ shape: ItemShape, owner: SandboxUser, parent: MailFolder, appointment: MailItem?,
        version: ExchangeVersion, occurrence: CalendarEntry.Occurrence? = nil
    ) {
        var item = item
        if let occurrence {
            item.meeting?.start = occurrence.start
            item.meeting?.end = occurrence.end
        }
        self.item = item
        self.occurrence = occurrence
        self.shape = shape
        self.owner = owner
        self.parent = parent
        self.appointment = appointment
        self.version = version
    }

    /// The element's name in the schema.
    static func tag(_ item: MailItem) -> String {
        switch item.kind {
        case .letter, .notice: "t:Message"
        case .appointment: "t:CalendarItem"
        case .request: "t:MeetingRequest"
        case .cancellation: "t:MeetingCancellation"
        case .accepted, .tentative, .declined: "t:MeetingResponse"
        }
    }

    var subject: String { item.kind == .appointment ? item.meeting?.title ?? "" : letter.subject }
    var files: [ReadAttachment] {
        item.meeting == nil ? letter.attachments : item.meeting?.files ?? []
    }

    func write(_ xml: inout XMLWriter) {
        xml.element(named: Self.tag(item)) { xml in
            writeItem(&xml)
            switch item.kind {
            case .letter, .notice: writeMessage(&xml)
            case .appointment: writeAppointment(&xml)
            case .request:
                writeMessage(&xml)
                writeMeetingMessage(&xml)
                writeRequest(&xml)
            case .cancellation, .accepted, .tentative, .declined:
                writeMessage(&xml)
                writeMeetingMessage(&xml)
                writeMeetingTimes(&xml)
            }
        }
    }

    /// Writes a property if it is asked for.
    func property(
        _ xml: inout XMLWriter, _ name: String, isDefault: Bool = false, _ value: @autoclosure () -> String?
    ) {
        guard shape.has(name, isDefault: isDefault), let value = value() else { return }
        xml.element(named: "t:\(name)") { $0.text(shape.isSearch ? String(value.prefix(255)) : value) }
    }

    func property(
        _ xml: inout XMLWriter, _ name: String, isDefault: Bool = false, _ value: @autoclosure () -> Bool
    ) {
        guard shape.has(name, isDefault: isDefault) else { return }
        xml.element(named: "t:\(name)") { $0.text(value() ? "true" : "false") }
    }

    func property(
        _ xml: inout XMLWriter, _ name: String, isDefault: Bool = false, _ value: @autoclosure () -> Instant?
    ) {
        guard shape.has(name, isDefault: isDefault), let value = value() else { return }
        xml.element(named: "t:\(name)") { $0.text(Instant(seconds: value.seconds).iso8601) }
    }

    /// Mailboxes in an element, unless there are none.
    func mailboxes(
        _ xml: inout XMLWriter, _ name: String, isDefault: Bool = false, _ list: @autoclosure () -> [Mailbox]
    ) {
        guard shape.has(name, isDefault: isDefault) else { return }
        let list = list().filter { !$0.address.isEmpty }
        guard !list.isEmpty else { return }
        xml.element(named: "t:\(name)") { xml in for mailbox in list { xml.mailbox(mailbox) } }
    }
}

extension XMLWriter {
    /// `<t:Mailbox>` with a name and an address.
    mutating func mailbox(_ mailbox: Mailbox) {
        element("t:Mailbox") { xml in
            xml.element("t:Name", text: mailbox.name.flatMap { $0.isEmpty ? nil : $0 } ?? mailbox.address)
            xml.element("t:EmailAddress", text: mailbox.address)
            xml.element("t:RoutingType", text: "SMTP")
            xml.element("t:MailboxType", text: "Mailbox")
        }
    }
}
