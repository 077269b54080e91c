package import Attributes
import Connecting
import ICalendar
import MIME

/// One call of a route: checked data, rendered and composed into messages.
package struct Submission: Sendable {
    package let id: String
    package let messages: [Message]

    /// - Throws: Everything that hinders any of its letters; then none of them exists.
    package init(_ record: Record, through route: SendRoute, now: Instant) throws(Mismatches) {
        let letters = try Renderer(route, now: now).render(record)
        let submission = UUIDv7().text
        id = submission
        var messages: [Message] = []
        messages.reserveCapacity(letters.count)
        for rendered in letters {
            messages.append(try Self.message(rendered, submission, alone: letters.count == 1, route))
        }
        self.messages = messages
    }

    private static func message(
        _ rendered: RenderedLetter, _ submission: String, alone: Bool, _ route: SendRoute
    ) throws(Mismatches) -> Message {
        var rendered = rendered
        let id = alone ? submission : UUIDv7().text
        do throws(ComposeProblem) {
            let content = try rendered.compose(id: id)
            guard content.size <= route.limits.message else {
                throw Mismatches([
                    Mismatch(
                        "", expected: "a letter of at most \(route.limits.message) bytes", found: "\(content.size) bytes",
                        help: "send fewer or smaller files, or raise 'limits: {message: …}' in router.yaml")
                ])
            }
            let letter = Letter(
                id: id, messageID: rendered.draft.messageID, sender: rendered.draft.from.address,
                recipients: rendered.recipients, content: content)
            return Message(
                submission: submission, route: route.name, connection: route.connection, letter: letter, rendered: rendered)
        } catch let problem as ComposeProblem {
            throw Mismatches(problem.flaws.map { Mismatch("", expected: "a letter that can be written", found: $0.description) })
        }
    }
}

extension RenderedLetter {
    /// The letter's bytes; its Message-ID is made of the id and never changes after that.
    package mutating func compose(id: String) throws(ComposeProblem) -> Content {
        draft.messageID = MessageID.text(id: id, sender: draft.from.address)
        if let meeting {
            draft.invitation = Draft.Invitation(method: meeting.method.rawValue, calendar: meeting.bytes())
        }
        return try MIME.compose(draft)
    }
}
