package import Attributes
import Connecting
import ICalendar
import MIME
package import Spool

extension Submission {
    /// The submission as the spool takes it.
    ///
    /// - Parameters:
    ///   - route: What made its letters.
    ///   - key: Makes a repeated call give back the first one's messages.
    ///   - application: Who called.
    ///   - trace: The caller's trace context.
    ///   - keep: How long its messages stay after their end.
    /// - Returns: `nil` when there is no letter in it.
    package func spooled(
        through route: SendRoute, key: SubmissionKey? = nil, application: String? = nil, trace: String? = nil,
        keep: Duration
    ) -> NewSubmission? {
        guard let id = UUIDv7(id), !messages.isEmpty else { return nil }
        return NewSubmission(
            id: id, key: key, application: application, trace: trace, created: messages[0].rendered.draft.date,
            letters: messages.map { message in
                NewLetter(
                    message.letter, route: route.name, connection: route.connection, bus: route.bus,
                    unknown: route.unknown == .retry ? .retry : .hold, keep: keep,
                    details: message.details(thread: thread).printed())
            })
    }
}

extension SubmissionKey {
    /// The key of a submission to a route: the same data have the same fingerprint, in whatever order their keys stand.
    package init(_ key: String, route: String, data: JSON) {
        self.init(scope: route, key: key, fingerprint: SHA256.digest(Array(data.sorted.printed().utf8)))
    }
}

extension Message {
    /// What people and scripts want to know of a message beside its letter.
    fileprivate func details(thread: String?) -> JSON {
        var members: [JSON.Member] = [.init(name: "subject", value: .string(rendered.draft.subject))]
        if let meeting = rendered.meeting {
            members.append(
                .init(
                    name: "meeting",
                    value: ["uid": .string(meeting.uid), "sequence": .integer(meeting.sequence)]))
        }
        if let thread { members.append(.init(name: "thread", value: .string(thread))) }
        if !links.isEmpty { members.append(.init(name: "links", value: .array(links.map(\.json)))) }
        return .object(members)
    }
}

extension JSON {
    /// The same value with the members of its objects in the order of their names.
    fileprivate var sorted: JSON {
        switch self {
        case .object(let members):
            .object(
                members.map { .init(name: $0.name, value: $0.value.sorted) }
                    .sorted { $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars) })
        case .array(let items): .array(items.map(\.sorted))
        default: self
        }
    }
}
