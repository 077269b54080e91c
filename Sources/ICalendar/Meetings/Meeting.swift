package import Attributes
package import MIME

/// A meeting that people are invited to, or are told of its end.
package struct Meeting: Hashable, Sendable {
    package enum Method: String, Sendable {
        /// A new meeting, or a change to one.
        case request = "REQUEST"
        /// The meeting doesn't take place, or the attendees aren't needed.
        case cancel = "CANCEL"
    }

    /// When a meeting takes place again.
    package struct Recurrence: Hashable, Sendable {
        /// RFC 5545 §3.3.10, without `RRULE:`: `FREQ=WEEKLY;COUNT=4`.
        package var rule: String
        /// Where ten o'clock stays ten o'clock when the clocks change.
        package var zone: Zone

        package init(rule: String, zone: Zone) {
            self.rule = rule
            self.zone = zone
        }
    }

    /// Never changes: by it, calendars find the meeting again.
    package var uid: String
    package var method: Method
    /// Rises with each change.
    package var sequence: Int
    /// When this version was made.
    package var stamp: Instant
    package var start: Instant
    package var end: Instant
    package var title: String
    package var location: String?
    package var description: String?
    /// The mailbox that the letter comes from: answers go there.
    package var organizer: Mailbox
    package var attendees: [Mailbox] = []
    /// Seconds before the start.
    package var reminder: Int?
    package var recurrence: Recurrence?
    /// Whose days it fills, from the start's to the end's, both included; `nil` for a meeting with times.
    package var wholeDays: Zone?
    /// Where to read more, or to take part.
    package var url: String?

    package init(
        uid: String, method: Method, sequence: Int, stamp: Instant, start: Instant, end: Instant, title: String,
        organizer: Mailbox
    ) {
        self.uid = uid
        self.method = method
        self.sequence = sequence
        self.stamp = stamp
        self.start = start
        self.end = end
        self.title = title
        self.organizer = organizer
    }
}

extension Meeting {
    /// The end of a meeting that has none: an hour after its start.
    package static func defaultEnd(of start: Instant) -> Instant {
        Instant(seconds: start.seconds + 3600, nanoseconds: start.nanoseconds)
    }

    /// The sequence of a meeting that no ledger counts: seconds since 2026-01-01T00:00:00Z, so that a later version wins.
    package static func defaultSequence(at stamp: Instant) -> Int {
        Int(min(max(stamp.seconds - 1_767_225_600, 0), Int64(longestSequence)))
    }

    /// RFC 5545 §3.3.8: integers have 32 bits.
    static let longestSequence = Int(Int32.max)
}
