import Connecting
import ConnectingTesting
import Peers
import Testing
import Wire

@testable import Connectors

/// The same against Postfix, with Dovecot's mailbox as the witness.
@Suite struct SMTPBreakPostfixTests {
    /// One letter over a way that breaks.
    private struct Trial {
        var place: BreakingRelay.Break
        var subject: String
        var state: RecipientState
    }

    @Test(arguments: [Listener.plain, .secure])
    func `what is told to be sent is there once, what is deferred is not, and what is held is or is not`(
        _ door: Listener
    ) async throws {
        try await PostOffice.with { office in
            let inbox = office.newInbox()
            let port = office.postfix.port(door)
            func connector(_ port: Int) -> SMTPConnector {
                SMTPConnector(
                    .init(
                        host: "localhost", port: port, encryption: door == .secure ? .ssl : .none,
                        tls: TLSSettings(ca: office.authority.certificate)))
            }
            func mail(_ subject: String) -> Letter {
                letter(
                    "From: robot@example.test\r\nSubject: \(subject)\r\n\r\nhello\r\n", from: "robot@example.test",
                    to: [inbox.address])
            }
            let whole = try BreakingRelay(to: port)
            _ = try await send([mail("whole")], over: connector(whole.port))
            var trials: [Trial] = []
            for side in BreakingRelay.Side.allCases {
                // Close to the end of the letter each byte counts; TLS has records, and more of other bytes.
                let total = whole.count(side)
                let places = (0..<total).filter { $0 % (door == .secure ? 41 : 7) == 0 || total - $0 < 30 }
                for count in places {
                    let place = BreakingRelay.Break(side, after: count, isHard: count % 2 == 0)
                    let subject = "\(side.rawValue) \(count)"
                    let relay = try BreakingRelay(to: port, place)
                    let report = Report()
                    do throws(Failure) {
                        let session = try await connector(relay.port).open()
                        await session.send([mail(subject)], report.add)
                        await session.close()
                    } catch {
                        #expect(error.verdict == .again, "\(subject): \(error.message)")
                    }
                    let state = report[0]?.recipients[0].state ?? .deferred
                    trials.append(Trial(place: place, subject: subject, state: state))
                }
            }
            #expect(Set(trials.map(\.state)) == [.sent, .held, .deferred])
            _ = try await send([mail("the last")], over: connector(port))
            try await office.postfix.isIdle()
            let subjects = try await inbox.letters(2).compactMap { $0["Subject"] }
            for trial in trials {
                let copies = subjects.count { $0 == trial.subject }
                let allowed = trial.state == .sent ? 1...1 : trial.state == .held ? 0...1 : 0...0
                #expect(allowed.contains(copies), "\(trial.subject): \(trial.state), and \(copies) copies")
            }
        }
    }
}

extension Postfix {
    /// Waits until all that was taken was delivered.
    fileprivate func isIdle() async throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline {
            let lines = log.split(separator: "\n")
            let taken = lines.count { $0.contains("(queue active)") }
            let done = lines.count { $0.contains("/qmgr[") && $0.hasSuffix(": removed") }
            let accepted = lines.count { $0.contains("/cleanup[") && $0.contains(": message-id=") }
            // A letter that was cut off is known to cleanup alone.
            if taken == done, taken > 1, accepted >= taken { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw PeerFailure("Postfix did not deliver everything within 300 seconds", said: log)
    }
}
