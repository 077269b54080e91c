import Diagnostics
import Settings

/// `meeting:`.
struct MeetingSetting: SettingValue {
    var reading: Reading

    static let start = Field<PlacedText>("start", "When it begins: <Start>, or a date and time")
    static let end = Field<PlacedText?>("end", "When it ends; blank: an hour after its start", default: nil)
    static let duration = Field<PlacedText?>("duration", "How long it lasts, instead of end", default: nil)
    static let allDay = Field<Bool>(
        "all-day", "It fills the days from its start's to its end's, both included", default: false, shown: "false")
    static let location = Field<PlacedText?>("location", "Where it is", default: nil)
    static let title = Field<PlacedText?>("title", "Its name in the calendar", default: nil, shown: "the subject")
    static let description = Field<PlacedText?>(
        "description", "Its text in the calendar", default: nil, shown: "the plain body")
    static let organizer = Field<MailboxSetting?>("organizer", "Who invites", default: nil, shown: "the sender")
    static let attendees = Field<AttendeesSetting>(
        "attendees", "Who is invited: all, own, or a list", default: .all, shown: "all")
    static let reminder = Field<TimeLength?>("reminder", "How long before the start to remind", default: nil)
    static let recurrence = Field<PlacedText?>("recurrence", "An RRULE, such as FREQ=WEEKLY;COUNT=4", default: nil)
    static let key = Field<PlacedText?>("key", "Names the meeting: the same key later updates it", default: nil)
    static let method = Field<MeetingMethod>("method", "request or cancel", default: .request, shown: "request")
    static let shape = Shape(
        "meeting",
        [
            start, end, duration, allDay, location, title, description, organizer, attendees, reminder, recurrence, key,
            method,
        ])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader) else { return nil }
        if reading.has(end), reading.has(duration) {
            reader.findings.report(
                Diagnostic(
                    .error, .conflictingKeys, at: reading.span(of: duration), in: node.source,
                    "a meeting has an end or a duration, not both", help: "keep one of them"))
        }
        return Self(reading: reading)
    }
}

extension Diagnostic.Code {
    static let conflictingKeys = Self(rawValue: "conflicting-keys")
}

/// `method:`.
enum MeetingMethod: String, ChoiceSetting {
    case request
    case cancel

    static var noun: String { "a method" }
}

/// `attendees:`.
enum AttendeesSetting: SettingValue {
    /// To and cc; under `each`, all items.
    case all
    /// Each sees only themselves.
    case own
    case list([RecipientSetting])

    static var form: Form { .oneOf([.choice(["all", "own"]), OneOrMany<RecipientSetting>.form]) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        switch node.scalar?.text {
        case "all"?: .all
        case "own"?: .own
        default: OneOrMany<RecipientSetting>.read(node, &reader).map { .list($0.items) }
        }
    }
}
