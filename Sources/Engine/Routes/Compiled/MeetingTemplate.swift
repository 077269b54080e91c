import Attributes
import Templating

/// A route's `meeting:`, compiled.
struct MeetingTemplate: Sendable {
    /// A value that stands in the route, or comes with the data.
    enum Source<Value: Sendable>: Sendable {
        case constant(Value)
        case attribute(Hole)
    }

    enum Attendees: Sendable {
        case all
        case own
        case list([RecipientTemplate])
    }

    var isCancelled: Bool
    var isAllDay = false
    var start: Source<Instant>
    var end: Source<Instant>?
    var duration: Source<Duration>?
    var location: Template?
    var title: Template?
    var description: Template?
    var organizer: MailboxTemplate?
    var attendees: Attendees
    /// Seconds before the start.
    var reminder: Int?
    /// An RRULE's value.
    var recurrence: String?
    var key: Template?
}
