import Attributes
import Connecting
import ConnectingTesting
import MIME
import Testing
import Wire

@testable import Connectors
@testable import Engine

extension SMTPConnector {
    /// Over a way that may break.
    init(_ relay: BreakingRelay, _ demands: SMTPDemands = SMTPDemands()) {
        self.init(
            Settings(
                host: "127.0.0.1", port: relay.port, encryption: .none, clientName: "client.test", demands: demands))
    }
}

/// The way between router and a server breaks after each byte of either side in turn.
///
/// Then whoever was sent to has one copy, whoever is deferred or was not begun has none until the letter is sent again, and whoever is held
/// has one or none.
@Suite struct SMTPBreakTests {
    /// How the letters are sent.
    struct Way: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var script: Script
        var demands = SMTPDemands()
        /// One of the second letter's recipients is refused: then, with this, nobody gets it.
        var isStrict: Bool { demands.verification != .none }

        init(
            _ name: String, _ capabilities: [String], _ rules: [Script.Rule] = [],
            _ demands: SMTPDemands = SMTPDemands()
        ) {
            testDescription = name
            let refused = [
                Script.Rule("RCPT TO:<nobody@", "550 5.1.1 no such user"), .init("VRFY nobody@", "550 5.1.1 no"),
            ]
            script = Script(capabilities: capabilities, rules: rules + refused)
            self.demands = demands
        }

        static let all = [
            Way("one by one", []),
            Way("pipelined", ["PIPELINING", "SIZE 1000000"]),
            Way("verified by RCPT", ["PIPELINING"], [], SMTPDemands(verification: .rcpt)),
            Way("verified by VRFY", ["PIPELINING"], [], SMTPDemands(verification: .vrfy)),
            Way(
                "parameters refused", ["PIPELINING", "SIZE 1000000", "DSN"],
                [
                    .init("RCPT TO:<ivan@example.com> NOTIFY", "555 5.5.4 what"),
                    .init("MAIL FROM:<maria@example.com> SIZE", "501 5.5.4 what"),
                ], SMTPDemands(notices: [.failure])),
        ]
    }

    private static let letters = [
        letter("one\r\n", to: ["ivan@example.com", "maria@example.com"]),
        letter("two\r\n", from: "maria@example.com", to: ["ivan@example.com", "nobody@example.com"]),
        letter("three\r\n", to: ["maria@example.com"]),
    ]
    private static let texts = ["one\r\n", "two\r\n", "three\r\n"]

    @Test(arguments: Way.all, BreakingRelay.Side.allCases)
    func `wherever the way breaks, states say what is true, and nobody gets two copies`(
        _ way: Way, _ side: BreakingRelay.Side
    ) async throws {
        let server = try ScriptedServer(way.script)
        let healthy = try BreakingRelay(to: server.port)
        _ = try await send(Self.letters, over: SMTPConnector(healthy, way.demands))
        let total = healthy.count(side)
        #expect(total > 200)
        for count in 0...total {
            let place = BreakingRelay.Break(side, after: count, isHard: count % 2 == 0)
            try await check(way, place)
        }
    }

    private func check(_ way: Way, _ place: BreakingRelay.Break) async throws {
        let server = try ScriptedServer(way.script)
        let relay = try BreakingRelay(to: server.port, place)
        let connector = SMTPConnector(relay, way.demands)
        let report = Report()
        do throws(Failure) {
            let session = try await connector.open()
            await session.send(Self.letters, report.add)
            await session.close()
        } catch {
            #expect(error.verdict == .again, "\(place): \(error.message)")
        }
        func copies(_ index: Int, _ address: String) -> Int {
            server.deliveries.count { $0.text == Self.texts[index] && $0.recipients.contains(address) }
        }
        for (index, letter) in Self.letters.enumerated() {
            for (position, address) in letter.recipients.enumerated() {
                let state = report[index]?.recipients[position].state ?? .deferred
                let allowed: ClosedRange<Int> = state == .sent ? 1...1 : state == .held ? 0...1 : 0...0
                #expect(allowed.contains(copies(index, address)), "\(place): \(state) \(address) of letter \(index)")
                // Held is what the break made, and only behind a whole letter.
                if state == .held { #expect(server.commands.contains("DATA"), "\(place)") }
            }
        }
        // As a spool would: those who are owed a letter get it, over a way that holds.
        var owed: [Letter] = []
        for (index, letter) in Self.letters.enumerated() {
            let waiting = letter.recipients.indices.filter {
                report[index]?.recipients[$0].state ?? .deferred == .deferred
            }
            guard !waiting.isEmpty else { continue }
            owed.append(
                Letter(
                    id: letter.id, messageID: letter.messageID, sender: letter.sender,
                    recipients: waiting.map { letter.recipients[$0] }, content: letter.content))
        }
        if !owed.isEmpty {
            let again = try await send(owed, over: connector)
            #expect(again.indices == Array(owed.indices), "\(place)")
            #expect(
                owed.indices.allSatisfy { again[$0]?.recipients.contains { $0.state == .deferred } == false },
                "\(place)")
        }
        for (index, letter) in Self.letters.enumerated() {
            for (position, address) in letter.recipients.enumerated() {
                let wasHeld = report[index]?.recipients[position].state == .held
                let isKept = address.hasPrefix("nobody") || way.isStrict && index == 1
                let allowed = isKept ? 0...0 : wasHeld ? 0...1 : 1...1
                #expect(
                    allowed.contains(copies(index, address)),
                    "\(place): \(copies(index, address)) copies for \(address) of letter \(index)")
            }
        }
    }

    @Test(arguments: BreakingRelay.Side.allCases)
    func `with several sessions no letter is lost, sent twice, or told of twice`(_ side: BreakingRelay.Side)
        async throws
    {
        for count in stride(from: 0, to: 4000, by: 61) {
            let server = try ScriptedServer()
            let relay = try BreakingRelay(to: server.port, .init(side, after: count, isHard: count % 2 == 0))
            let messages = (0..<48).map { number in
                let draft = Draft(
                    from: Mailbox(address: "robot@example.com"), subject: "", date: .now, zone: .utc, messageID: "")
                return Message(
                    submission: "", route: "", connection: "",
                    letter: Letter(
                        id: "\(number)", messageID: "<\(number)@x>", sender: "robot@example.com",
                        recipients: ["user\(number)@example.com"],
                        content: Content(pieces: [.bytes(Array("number \(number)\r\n".utf8))])),
                    rendered: RenderedLetter(draft: draft, bcc: [], recipients: [], meeting: nil))
            }
            let report = Report()
            let courier = Courier(SMTPConnector(relay), sessions: 2)
            await courier.deliver(messages) { message, receipt in report.add(Int(message.id) ?? -1, receipt) }
            await courier.close()
            #expect(report.indices.sorted() == Array(0..<48), "after \(count)")
            let texts = server.deliveries.map(\.text)
            for number in 0..<48 {
                let copies = texts.count { $0 == "number \(number)\r\n" }
                switch report[number]?.state {
                case .sent: #expect(copies == 1, "letter \(number) after \(count)")
                case .held: #expect(copies <= 1, "letter \(number) after \(count)")
                default: #expect(copies == 0, "letter \(number) after \(count)")
                }
            }
            // Only the letter that the break befell waits.
            #expect(report.indices.count { report[$0]?.state != .sent } <= 1, "after \(count)")
        }
    }
}
