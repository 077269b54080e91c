import Glibc
import MIME
import Synchronization
import Testing

@testable import Connecting

@Suite struct ConnectionLogTests {
    private let folder = LogFolder()
    private let failure = Failure(.notNow, .again, "mx:25 asks to try later: 450 4.2.1 busy", help: "wait")

    private func letter(to recipients: [String]) -> Letter {
        Letter(
            id: "0199", messageID: "<0199@example.com>", sender: "robot@example.com", recipients: recipients,
            content: Content(pieces: []))
    }

    private func log(_ level: LogLevel) -> ConnectionLog {
        ConnectionLog(connection: "mail", folder: folder.path, level: level)
    }

    /// The lines without times and processes.
    private var texts: [String] {
        folder.text("\(folder.path)/var/log/mail.log").split(separator: "\n").map { line in
            LogLine(line).map { "\($0.mark.rawValue) \($0.text)" } ?? "no line of a log: \(line)"
        }
    }

    @Test func `a failure is one line with the words, the route, the message and who is owed`() {
        let receipt = Receipt(
            recipients: [
                .init(address: "ivan@x.org", state: .sent),
                .init(
                    address: "maria@x.org", state: .deferred, reply: Reply(code: 450, enhanced: "4.2.1", text: "busy")),
            ], failure: failure)
        let log = log(.errors)
        log.add(receipt, of: letter(to: ["ivan@x.org", "maria@x.org"]), route: "note")
        log.add(failure)
        log.add(Receipt(letter(to: ["ivan@x.org"]), all: .sent), of: letter(to: ["ivan@x.org"]), route: "note")
        #expect(log.conversation() == nil)
        #expect(
            texts == [
                "!! [not-now] mx:25 asks to try later: 450 4.2.1 busy (route note, message 0199); deferred maria@x.org: 450 4.2.1 busy",
                "!! [not-now] mx:25 asks to try later: 450 4.2.1 busy",
            ])
    }

    @Test func `many who are owed are counted`() {
        let everybody = letter(to: (0..<1000).map { "user\($0)@x.org" })
        log(.full).add(Receipt(everybody, all: .held, failure: failure), of: everybody, route: "note")
        #expect(texts[0].hasSuffix("held user9@x.org, and 990 more"))
    }

    @Test func `off writes nothing, and makes nothing`() {
        let log = log(.off)
        log.add(failure)
        log.add(Receipt(letter(to: ["a@x"]), all: .failed, failure: failure), of: letter(to: ["a@x"]), route: "note")
        #expect(log.conversation() == nil)
        #expect(access("\(folder.path)/var", F_OK) != 0)
    }

    @Test func `whatever a server says is one line of the log`() {
        log(.full).conversation()?.add(
            .server, ["250 a\nb\r\u{1B}[31m\u{202E}c", String(repeating: "x", count: 100_000)])
        #expect(texts[0] == "S: 250 a␊b␍␛[31m\u{FFFD}c")
        #expect(texts[1].count == LogLine.longest + 4)
        #expect(texts.count == 2)
    }

    @Test func `each session has its number`() {
        let log = log(.full)
        log.conversation()?.add(.note, ["one"])
        log.conversation()?.add(.note, ["two"])
        let sessions = folder.text(log.path).split(separator: "\n").compactMap { LogLine($0)?.session }
        #expect(sessions == ["\(getpid())/1", "\(getpid())/2"])
    }

    @Test func `a time has the machine's offset`() throws {
        #expect(try /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d/.wholeMatch(in: LogLine.now()) != nil)
    }

    @Test func `a log that can't be written says so once, and stops nothing`() {
        let path = "\(folder.path)/var"
        // A file where the folder should be.
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        let warnings = Mutex<[String]>([])
        let log = ConnectionLog(connection: "mail", folder: folder.path, level: .full) { words in
            warnings.withLock { $0.append(words) }
        }
        for _ in 0..<3 { log.add(failure) }
        #expect(
            warnings.withLock { $0 } == [
                "warning: the log of 'mail' can't be written: \(path)/log/mail.log: Not a directory\n"
                    + "  help: letters go on without it; mend its folder, or write 'log: off'"
            ])
    }
}
