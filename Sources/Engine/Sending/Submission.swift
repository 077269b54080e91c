package import Attributes
import Connecting
import ICalendar
package import MIME

/// One call of a route: checked data, rendered and composed into messages.
package struct Submission: Sendable {
    package let id: String
    package let messages: [Message]

    /// - Throws: Everything that hinders any of its letters; then none of them exists.
    package init(_ record: Record, through route: SendRoute, now: Instant) throws(Mismatches) {
        let letters = try Renderer(route, now: now).render(record)
        let submission = UUIDv7().description
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
        let id = alone ? submission : UUIDv7().description
        let content = try Self.content(of: &rendered, id: id)
        guard content.size <= route.limits.message else {
            throw Mismatches([
                Mismatch(
                    "", expected: "a letter of at most \(route.limits.message) bytes", found: "\(content.size) bytes",
                    help: "send fewer or smaller files, or raise 'limits: {message: …}' in router.yaml")
            ])
        }
        let letter = Letter(
            id: id, messageID: rendered.draft.messageID, sender: rendered.draft.from.wireAddress,
            recipients: rendered.recipients, content: content)
        return Message(
            submission: submission, route: route.name, connection: route.connection, letter: letter, rendered: rendered,
            links: route.links.links(in: rendered.draft.subject))
    }

    static func content(of rendered: inout RenderedLetter, id: String) throws(Mismatches) -> Content {
        do throws(ComposeProblem) {
            return try rendered.compose(id: id)
        } catch {
            throw Mismatches(
                error.flaws.map { flaw in
                    Mismatch(
                        "", expected: "a letter that can be written", found: "\(flaw.field): \(flaw.problem)",
                        help: flaw.remedy)
                })
        }
    }
}

extension RenderedLetter {
    /// The letter's bytes; its Message-ID is made of the id and never changes after that.
    package mutating func compose(id: String) throws(ComposeProblem) -> Content {
        draft.messageID = try draft.from.messageID(id)
        if let meeting {
            do throws(ComposeProblem) {
                draft.invitation = Draft.Invitation(method: meeting.method.rawValue, calendar: try meeting.calendar())
            } catch {
                throw ComposeProblem(
                    flaws: error.flaws.map {
                        .init(field: "meeting.\($0.field)", problem: $0.problem, remedy: $0.remedy)
                    })
            }
        }
        return try MIME.compose(draft)
    }
}

extension Mailbox {
    /// The address as the envelope has it: its domain in ASCII.
    var wireAddress: String { (try? EmailAddress(address))?.text ?? address }

    fileprivate func messageID(_ id: String) throws(ComposeProblem) -> String {
        do throws(EmailAddress.Problem) {
            return MessageID.text(id: id, sender: try EmailAddress(address))
        } catch {
            throw ComposeProblem(flaws: [.init(field: "from.address", problem: error.problem, remedy: error.remedy)])
        }
    }
}
