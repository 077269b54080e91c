import Connecting
import ConnectingTesting
import Diagnostics
import Glibc
import MIME
import Testing
import Wire

@testable import Connectors

extension SMTPConnector {
    /// To a scripted server.
    init(_ server: ScriptedServer, login: Login? = nil, patience: Duration = .seconds(120)) {
        self.init(
            Settings(
                host: "127.0.0.1", port: server.port, encryption: .none,
                credentials: login.map(Credentials.fixed) ?? .none, clientName: "client.test",
                timeouts: Timeouts(opening: patience, reply: patience, ending: patience, writing: patience)))
    }
}

/// Sends letters over one session.
func send(_ letters: [Letter], over sender: some Sender) async throws -> Report {
    let report = Report()
    let session = try await sender.open()
    await session.send(letters, report.add)
    await session.close()
    return report
}

@Suite struct SMTPServerTests {
    @Test(arguments: Script.Manner.allCases, [["PIPELINING"], ["SIZE 1000000"]])
    func `a sender keeps to the contract`(_ manner: Script.Manner, _ capabilities: [String]) async throws {
        var script = Script(capabilities: capabilities, rules: [.init("RCPT TO:<nobody@", "550 5.1.1 no such user")])
        script.manner = manner
        let server = try ScriptedServer(script)
        #expect(await SenderConformance(SMTPConnector(server), refused: "nobody@example.com").violations() == [])
    }

    @Test func `a letter arrives byte for byte, dots and all, and its session says goodbye`() async throws {
        let server = try ScriptedServer()
        let folder = Folder()
        let file = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let pieces: [Content.Piece] = [
            .bytes(Array("Subject: x\r\n\r\n.\r\n..\r\n".utf8)),
            .base64(path: folder.write("file", file), size: file.count), .bytes(Array(".end\r\n".utf8)),
        ]
        let report = try await send(
            [letter(pieces, to: ["ivan@example.com", "maria@example.com"])], over: SMTPConnector(server))
        #expect(report[0]?.state == .sent)
        let expected = try Content(pieces: pieces).bytes()
        #expect(
            server.deliveries == [
                .init(
                    sender: "robot@example.com", recipients: ["ivan@example.com", "maria@example.com"], bytes: expected)
            ])
        #expect(
            server.commands == [
                "EHLO client.test", "MAIL FROM:<robot@example.com> SIZE=\(expected.count)",
                "RCPT TO:<ivan@example.com>", "RCPT TO:<maria@example.com>", "DATA", "QUIT",
            ])
    }

    @Test func `a file that is cut short while it goes out ends nothing with a dot`() async throws {
        let folder = Folder()
        // Far more than the sockets of both ends hold: the client cannot have read it all when the server has read the first of it.
        let size = 50_000_000
        let file = folder.write("file", [UInt8](repeating: 7, count: size))
        var script = Script(capabilities: ["PIPELINING"])
        script.buffer = 65_536
        script.onLetterBytes = (100_000, { truncate(file, 100) })
        let server = try ScriptedServer(script)
        let pieces: [Content.Piece] = [.base64(path: file, size: size)]
        let session = try await SMTPConnector(server).open()
        let report = Report()
        await session.send([letter(pieces), letter()], report.add)
        #expect(report[0]?.failure?.code == .fileUnreadable)
        #expect(report[0]?.recipients.map(\.state) == [.failed])
        #expect(report[1] == nil)
        #expect(server.deliveries == [])
    }

    @Test func `many letters keep their order and their recipients`() async throws {
        let server = try ScriptedServer()
        let letters = (0..<300).map { letter("Subject: \($0)\r\n\r\n\($0)\r\n", to: ["user\($0)@example.com"]) }
        let report = try await send(letters, over: SMTPConnector(server))
        #expect(report.indices == Array(0..<300))
        #expect(server.deliveries.map(\.recipients) == letters.map(\.recipients))
        #expect(server.deliveries.map(\.text) == (0..<300).map { "Subject: \($0)\r\n\r\n\($0)\r\n" })
    }

    @Test func `a session that the server has left sends nothing, and leaves the letters to another`() async throws {
        let server = try ScriptedServer(
            Script(rules: [
                .init("MAIL", "250 2.1.0 Ok", times: 1), .init("MAIL", "421 4.7.0 too many letters", times: 1),
            ]))
        let report = try await send([letter(), letter(), letter()], over: SMTPConnector(server))
        #expect(report.indices == [0])
        #expect(report[0]?.state == .sent)
    }

    @Test func `a full pipe both ways does not lock`() async throws {
        var script = Script(rules: [.init("RCPT", "250 2.1.5 " + String(repeating: "fine ", count: 60))])
        script.buffer = 4096
        let server = try ScriptedServer(script)
        let part = String(repeating: "x", count: 59)
        let recipients = (0..<16_000).map { "\(part)\($0)@\(part).\(part).\(part).org" }
        let connector = SMTPConnector(server)
        let report = try await send([letter(to: recipients)], over: connector)
        #expect(report[0]?.state == .sent)
        #expect(report[0]?.recipients.count == 16_000)
        #expect(server.deliveries.first?.recipients == recipients)
    }

    @Test(
        arguments: [
            ("CONNECT", Failure.Code.timedOut), ("EHLO", .timedOut), ("MAIL", .timedOut), ("RCPT", .timedOut),
            ("DATA", .timedOut), (".", .outcomeUnknown),
        ])
    func `a server that falls silent is left in time`(_ command: String, _ code: Failure.Code) async throws {
        var script = Script(capabilities: [], fault: .hangsAt(command))
        if command == "CONNECT" {
            script.fault = .closes(afterBytes: .max)
            script.greeting = "220-never ends"
        }
        let server = try ScriptedServer(script)
        let connector = SMTPConnector(server, patience: .milliseconds(300))
        let start = ContinuousClock.now
        do throws(Failure) {
            let session = try await connector.open()
            let report = Report()
            await session.send([letter()], report.add)
            #expect(report[0]?.failure?.code == code)
            #expect(report[0]?.recipients.map(\.state) == [code == .outcomeUnknown ? .held : .deferred])
        } catch {
            #expect(error.code == code)
            #expect(error.verdict == .again)
        }
        // Without our patience it would be minutes; a busy machine needs seconds.
        #expect(ContinuousClock.now - start < .seconds(240))
        #expect(server.deliveries == [])
    }

    @Test func `a server that never ends a line is left`() async throws {
        let server = try ScriptedServer(Script(rules: [.init("MAIL", "250 " + String(repeating: "a", count: 5000))]))
        let report = try await send([letter()], over: SMTPConnector(server))
        #expect(report[0]?.failure?.code == .protocolViolation)
        #expect(report[0]?.recipients.map(\.state) == [.deferred])
    }

    @Test func `a server that never ends a reply is left`() async throws {
        let endless = [String](repeating: "250-more", count: 200).joined(separator: "\n")
        let server = try ScriptedServer(Script(rules: [.init(".", endless)]))
        let report = try await send([letter()], over: SMTPConnector(server))
        #expect(report[0]?.failure?.code == .outcomeUnknown)
        #expect(report[0]?.recipients.map(\.state) == [.held])
    }

    @Test func `a greeting without end is cut off`() async throws {
        var script = Script()
        script.greeting = [String](repeating: "220-more", count: 5000).joined(separator: "\n")
        let server = try ScriptedServer(script)
        do throws(Failure) {
            _ = try await SMTPConnector(server).open()
            Issue.record("it was taken")
        } catch {
            #expect(error.code == .protocolViolation)
            #expect(error.message.hasSuffix("the server said more than 1000 lines before the login was done"))
        }
    }

    @Test func `a word that nobody asked for is not taken for an answer`() async throws {
        let server = try ScriptedServer(Script(rules: [.init(".", "250 2.0.0 Ok\n250 2.1.0 one too many")]))
        let session = try await SMTPConnector(server).open()
        let report = Report()
        await session.send([letter()], report.add)
        // The surplus line may be there already or come while the next letter is begun; it must not be the answer to MAIL.
        let second = Report()
        await session.send([letter(to: ["maria@example.com"])], second.add)
        await session.close()
        #expect(report[0]?.state == .sent)
        #expect(second[0] == nil)
    }

    @Test func `a server that refuses the letter while it comes is heard`() async throws {
        let server = try ScriptedServer(
            Script(capabilities: ["PIPELINING"], fault: .resets(afterLetterBytes: 1_000_000)))
        let content: [Content.Piece] = [.bytes(Array(String(repeating: "seventeen bytes\r\n", count: 2_000_000).utf8))]
        let report = try await send([letter(content), letter()], over: SMTPConnector(server))
        #expect(report[0]?.failure?.code == .connectionLost)
        #expect(report[0]?.recipients.map(\.state) == [.deferred])
        #expect(report[1] == nil)
        #expect(server.deliveries == [])
    }
}
