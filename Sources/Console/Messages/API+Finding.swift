import Attributes
import Diagnostics
import Engine
import Spool

extension API {
    /// The message of a path's id, or all of a submission's, as far as they are the caller's business.
    func messages(of call: Call) async throws(Problem) -> (messages: [MessageSummary], isSubmission: Bool) {
        let text = call.capture("id")
        guard let id = UUIDv7(text) else { throw Self.noSuchMessage(text) }
        if let story = try await story(of: id, call) { return ([story.message], false) }
        let messages: [MessageSummary]
        do throws(SpoolProblem) {
            messages = try await service.spool.messages(of: id)
        } catch {
            throw Problem(error)
        }
        let reached = messages.filter { call.reaches($0.application) }
        guard !reached.isEmpty else { throw Self.noSuchMessage(text) }
        return (reached, true)
    }

    /// A message's story; `nil` when there is none that is the caller's business.
    func story(of id: UUIDv7, _ call: Call) async throws(Problem) -> MessageStory? {
        do throws(SpoolProblem) {
            guard let story = try await service.spool.story(of: id), call.reaches(story.message.application) else {
                return nil
            }
            return story
        } catch {
            throw Problem(error)
        }
    }

    static func noSuchMessage(_ id: String) -> Problem {
        Problem(
            404, "no-such-message", "There is no such message",
            "there is no message and no submission '\(Visible.shortened(id, to: 60))'; "
                + "GET /v1/messages lists those that are kept")
    }
}
