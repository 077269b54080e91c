import Attributes
import Connecting

/// A short message to hand over.
func message(
    _ attributes: JSON = ["Subject": "hello", "ReceivedDate": "2026-11-21T08:15:30Z"],
    _ attachments: [HandedAttachment] = [], id: UUIDv7 = UUIDv7(), path: String? = nil, attempt: Int = 1,
    process: HandedProcess? = nil
) -> HandedMessage {
    var members: [JSON.Member] = []
    if case .object(let given) = attributes { members = given }
    let items: [JSON] = attachments.map { ["Name": .string($0.fileName), "ContentType": .string($0.contentType)] }
    members.append(.init(name: "Attachments", value: .array(items)))
    return HandedMessage(
        id: id, route: "claims", kind: "email", attributes: .object(members), attachments: attachments,
        process: process, path: path, attempt: attempt)
}

func attachment(_ name: String, _ text: String, type: String = "text/plain") -> HandedAttachment {
    HandedAttachment(fileName: name, contentType: type, content: Array(text.utf8))
}

/// What became of it: an answer, or why not.
func outcome(_ handler: any Handler, _ message: HandedMessage) async -> Result<HandlerAnswer, Failure> {
    do throws(Failure) {
        return .success(try await handler.handle(message))
    } catch {
        return .failure(error)
    }
}

func failure(_ handler: any Handler, _ message: HandedMessage) async -> Failure? {
    if case .failure(let failure) = await outcome(handler, message) { failure } else { nil }
}
