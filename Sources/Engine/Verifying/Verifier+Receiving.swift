import Attributes
import MIME
import Spool

extension Verifier {
    /// Bytes of a test's letter.
    private static let largestLetter = 100_000_000

    /// Runs a test of a receive route: the letter is read as if it had just come, and handed to nobody.
    package func run(_ test: ReceiveTest, of route: ReceiveRoute, reading tools: LetterTools) -> Verdict {
        let bytes: [UInt8]
        do throws(TextFile.Problem) {
            bytes = try TextFile.readBytes(workspace.folder.resolve(test.mail), limit: Self.largestLetter)
        } catch {
            return .refused(["the letter '\(test.mail)' \(error.words)"])
        }
        let surroundings = ArrivalSurroundings(
            accounts: workspace.accounts, safeHTML: tools.safeHTML, meetings: tools.meetings)
        let letter: ReadLetter
        switch tools.read(bytes) {
        case .success(let read): letter = read
        case .failure(let problem): return .refused(["the letter '\(test.mail)' can't be read: \(problem.words)"])
        }
        let arrival = ArrivalFacts(id: UUIDv7(), received: letter.date ?? now)
        var comparison = Comparison()
        switch route.understand(letter, arrival: arrival, in: surroundings) {
        case .success(let message): comparison.compare(message.expectable(), with: test.expectation, at: "")
        case .failure(let problem):
            comparison.compare(
                problem.message.expectable(quarantine: problem.reason.message), with: test.expectation, at: "")
        }
        return comparison.differences.isEmpty ? .passed : .differs(comparison.differences)
    }
}

extension IncomingMessage {
    /// What tests may speak of.
    fileprivate func expectable(quarantine: String? = nil) -> JSON {
        [
            "quarantine": quarantine.map { .string($0) } ?? .null, "attributes": attributes,
            "links": .array(
                links.map { link in
                    [
                        "rule": .string(link.rule), "object": .string(link.object), "key": .string(link.key),
                        "value": .string(link.value),
                    ]
                }), "contact": contact.map { .string($0) } ?? .null, "thread": .string(thread),
            "needsProcessing": needsProcessing.map { .bool($0) } ?? .null,
        ]
    }
}
