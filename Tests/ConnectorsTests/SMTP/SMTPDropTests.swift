import Connecting
import ConnectingTesting
import Testing

@testable import Connectors

/// The server hangs up after each byte of its conversation in turn; whatever is deferred is sent once more to a healthy server.
@Suite struct SMTPDropTests {
    private let recipients = ["ivan@example.com", "nobody@example.com", "maria@example.com"]

    private func script(_ capabilities: [String]) -> Script {
        Script(capabilities: capabilities, rules: [.init("RCPT TO:<nobody@", "550 5.1.1 no such user")])
    }

    @Test(arguments: [["PIPELINING"], []])
    func `wherever the connection breaks, nobody gets two copies and nobody is forgotten`(_ capabilities: [String])
        async throws
    {
        let letters = [letter("one\r\n", to: recipients), letter("two\r\n", to: recipients)]
        let healthy = try ScriptedServer(script(capabilities))
        _ = try await send(letters, over: SMTPConnector(healthy))
        // But for the goodbye, on which nothing depends.
        let total = healthy.record.bytesSaid - "221 2.0.0 bye\r\n".utf8.count
        let ends = try await windows(letters, capabilities)
        #expect(total == ends.last?.taken)
        for count in 0...total {
            var broken = script(capabilities)
            broken.fault = .closes(afterBytes: count)
            broken.faultyConnections = 1
            let server = try ScriptedServer(broken)
            let connector = SMTPConnector(server)
            let report = Report()
            do throws(Failure) {
                let session = try await connector.open()
                await session.send(letters, report.add)
                await session.close()
            } catch {
                #expect(error.verdict == .again, "after \(count) bytes: \(error.message)")
                #expect(server.deliveries.isEmpty)
            }
            for index in letters.indices {
                let window = ends[index]
                let isHeld = (window.asked..<window.taken).contains(count)
                let state: RecipientState = count >= window.taken ? .sent : isHeld ? .held : .deferred
                guard let receipt = report[index] else {
                    #expect(state == .deferred, "letter \(index) was lost after \(count) bytes")
                    continue
                }
                let states = receipt.recipients.map(\.state)
                #expect([states[0], states[2]] == [state, state], "letter \(index) after \(count) bytes")
                #expect(states[1] == .failed || states[1] == state, "letter \(index) after \(count) bytes")
            }
            try await sendAgain(letters, report, connector)
            for (index, text) in ["one\r\n", "two\r\n"].enumerated() {
                for recipient in [recipients[0], recipients[2]] {
                    let copies = server.deliveries.count { $0.text == text && $0.recipients.contains(recipient) }
                    // Held is nobody's copy or one: sending it again is for a person to decide.
                    let isHeld = report[index]?.state == .held
                    #expect(
                        copies == 1 || isHeld && copies == 0,
                        "letter \(index) after \(count) bytes: \(copies) copies for \(recipient)")
                }
            }
            #expect(!server.deliveries.contains { $0.recipients.contains(recipients[1]) })
        }
    }

    /// Sends what is still owed, as the spool would: only to those who are deferred, and what was not begun.
    private func sendAgain(_ letters: [Letter], _ report: Report, _ connector: SMTPConnector) async throws {
        let owed = letters.indices.compactMap { index -> Letter? in
            guard let receipt = report[index] else { return letters[index] }
            let waiting = receipt.recipients.filter { $0.state == .deferred }.map(\.address)
            guard !waiting.isEmpty else { return nil }
            return Letter(
                id: "1", messageID: "<1@example.com>", sender: letters[index].sender, recipients: waiting,
                content: letters[index].content)
        }
        guard !owed.isEmpty else { return }
        let again = try await send(owed, over: connector)
        #expect(again.indices == Array(owed.indices))
    }

    /// For each letter, how many bytes the server has said when it has asked for it, and when it has taken it.
    private func windows(_ letters: [Letter], _ capabilities: [String]) async throws -> [(asked: Int, taken: Int)] {
        let server = try ScriptedServer(script(capabilities))
        let session = try await SMTPConnector(server).open()
        let opening = server.record.bytesSaid
        await session.send([letters[0]], Report().add)
        let each = server.record.bytesSaid - opening
        let reply = "250 2.0.0 Ok: queued\r\n".utf8.count
        return letters.indices.map { (opening + each * ($0 + 1) - reply, opening + each * ($0 + 1)) }
    }
}
