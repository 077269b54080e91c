import Connecting
import ConnectingTesting
import Diagnostics
import MIME
import Sandbox
import Testing

@testable import Connectors

/// Letters that go out through Exchange: none is lost, and none goes twice, whatever happens at whichever step.
@Suite struct ExchangeSendingTests {
    private func send(
        _ letters: [Letter], through connector: ExchangeConnector
    ) async throws -> (report: Report, closed: [Int]) {
        let report = Report()
        let session = try await connector.open()
        await session.send(letters, report.add)
        await session.close()
        return (report, [])
    }

    @Test func `the envelope counts: hidden recipients get the letter, and others of the header don't`() async throws {
        let eve = SandboxUser(login: "eve", password: Secret("x"), name: "Eve", addresses: ["eve@example.com"])
        try await RunningExchange.run([.desk, .ann, eve]) { exchange in
            let letter = annsLetter(
                1, to: ["desk@example.com", "eve@example.com"], header: "To: desk@example.com\r\nCc: ann@example.com")
            let (report, _) = try await send([letter], through: exchange.connector(as: .ann))
            #expect(report[0]?.state == .sent)
            #expect(exchange.subjects(.inbox, of: .desk) == ["number 1"])
            #expect(exchange.subjects(.inbox, of: eve) == ["number 1"])
            #expect(exchange.subjects(.inbox, of: .ann) == [])
            #expect(exchange.subjects(.sent, of: .ann) == ["number 1"])
            #expect(exchange.subjects(.drafts, of: .ann) == [])
            let folder = try #require(exchange.mailboxes.folder(.inbox, of: "desk"))
            let got = try #require(exchange.mailboxes.items(in: folder.id).first)
            #expect(!String(decoding: got.content, as: UTF8.self).contains("eve@example.com"))
            #expect(String(decoding: got.content, as: UTF8.self).contains("Message-ID: \(letter.messageID)"))
        }
    }

    /// Faults at each step, and what becomes of the letter: its state, the verdict, whether it arrived.
    @Test(arguments: [
        ("CreateItem", ExchangeFault.dropBefore, 1, MessageState.sent, true),
        ("CreateItem", .dropAfter, 1, .sent, true), ("SendItem", .dropBefore, 1, .sent, true),
        ("SendItem", .dropAfter, 1, .sent, true),
        ("CreateItem", ExchangeFault.dropBefore, 2, MessageState.deferred, false),
        ("CreateItem", .dropAfter, 2, .deferred, false),
        ("CreateItem", .truncated, 1, .deferred, false),
        ("CreateItem", .page, 1, .failed, false),
        ("CreateItem", .redirect, 1, .failed, false),
        ("CreateItem", .code("ErrorMailboxStoreUnavailable"), 1, .deferred, false),
        ("CreateItem", .code("ErrorQuotaExceeded"), 1, .failed, false),
        ("SendItem", .dropBefore, 2, .deferred, false),
        ("SendItem", .dropAfter, 2, .sent, true),
        ("SendItem", .truncated, 1, .sent, true),
        ("SendItem", .code("ErrorSendAsDenied"), 1, .failed, false),
        ("SendItem", .fault("ErrorInternalServerError"), 1, .deferred, false),
        ("SendItem", .code("ErrorTimeoutExpired"), 1, .deferred, false),
        ("SendItem", .status(502, retryAfter: nil), 1, .deferred, false),
    ]) func `a fault loses no letter and doubles none`(
        step: String, fault: ExchangeFault, repetitions: Int, state: MessageState, arrives: Bool
    ) async throws {
        try await RunningExchange.run { exchange in
            let connector = exchange.connector(as: .ann)
            // A kept connection that dies is made anew, and the request comes again.
            exchange.server.faults.order(fault, at: step, times: repetitions)
            let letter = annsLetter(1, to: ["desk@example.com"])
            let (report, _) = try await send([letter], through: connector)
            #expect(report[0]?.state == state, "\(String(describing: report[0]?.failure))")
            #expect((exchange.subjects(.inbox, of: .desk) == ["number 1"]) == arrives)
            #expect(exchange.subjects(.drafts, of: .ann) == [])
            // What is tried again arrives once.
            if state == .deferred {
                let (again, _) = try await send([letter], through: connector)
                #expect(again[0]?.state == .sent)
            }
            if state != .failed { #expect(exchange.subjects(.inbox, of: .desk) == ["number 1"]) }
        }
    }

    @Test func `what nobody can know is held, and not guessed`() async throws {
        try await RunningExchange.run { exchange in
            let connector = exchange.connector(as: .ann)
            exchange.server.faults.order(.dropAfter, at: "SendItem", times: 2)
            exchange.server.faults.order(.dropBefore, at: "FindItem", times: 2)
            let (report, _) = try await send([annsLetter(1, to: ["desk@example.com"])], through: connector)
            let receipt = try #require(report[0])
            #expect(receipt.recipients.map(\.state) == [.held])
            #expect(receipt.failure?.code == .outcomeUnknown)
        }
    }

    @Test(arguments: [
        ExchangeFault.busyFault(milliseconds: 300), .busyMessage(milliseconds: 300), .busyInside(milliseconds: 300),
        .status(503, retryAfter: 1),
    ]) func `a busy server is left alone for as long as it asks`(fault: ExchangeFault) async throws {
        try await RunningExchange.run { exchange in
            let connector = exchange.connector(as: .ann)
            exchange.server.faults.order(fault, at: "CreateItem", times: 2)
            let start = ContinuousClock.now
            let (report, _) = try await send([annsLetter(1, to: ["desk@example.com"])], through: connector)
            #expect(report[0]?.state == .sent)
            #expect(ContinuousClock.now - start >= .milliseconds(600))
            #expect(exchange.subjects(.inbox, of: .desk) == ["number 1"])
        }
    }

    @Test func `a server that wants a long rest gets it from all sessions`() async throws {
        try await RunningExchange.run { exchange in
            let connector = exchange.connector(as: .ann)
            let first = try await connector.open()
            let second = try await connector.open()
            exchange.server.faults.order(.busyMessage(milliseconds: 600_000), at: "CreateItem")
            let report = Report()
            await first.send([annsLetter(1, to: ["desk@example.com"])], report.add)
            #expect(report[0]?.failure?.code == .notNow)
            #expect((report[0]?.failure?.retryAfter ?? 0) > 500)
            let calls = exchange.server.faults.calls.count
            let other = Report()
            await second.send([annsLetter(2, to: ["desk@example.com"])], other.add)
            #expect((other[0]?.failure?.retryAfter ?? 0) > 500)
            #expect(exchange.server.faults.calls.count == calls)
        }
    }

    @Test func `a sender that may not be used is named`() async throws {
        try await RunningExchange.run { exchange in
            let letter = annsLetter(1, to: ["desk@example.com"], from: "boss@example.com")
            let (report, _) = try await send([letter], through: exchange.connector(as: .ann))
            let failure = try #require(report[0]?.failure)
            #expect(failure.code == .senderRefused)
            #expect(failure.verdict == .never)
            #expect(failure.message.contains("ErrorSendAsDenied"))
            #expect(exchange.subjects(.drafts, of: .ann) == [])
        }
    }

    @Test func `a recipient whom the directory does not know keeps the letter from all, when that is asked for`()
        async throws
    {
        try await RunningExchange.run { exchange in
            let connector = exchange.connector(as: .ann) { $0.verifiesRecipients = true }
            let letter = annsLetter(1, to: ["desk@example.com", "nobody@example.com", "x@elsewhere.test"])
            let (report, _) = try await send([letter], through: connector)
            let failure = try #require(report[0]?.failure)
            #expect(failure.code == .recipientRefused)
            #expect(failure.message.contains("nobody@example.com"))
            #expect(exchange.subjects(.inbox, of: .desk) == [])
            let (good, _) = try await send([annsLetter(2, to: ["desk@example.com"])], through: connector)
            #expect(good[0]?.state == .sent)
        }
    }
}
