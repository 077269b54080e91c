import Attributes
import Connecting
import ConnectingTesting
import Glibc
import Synchronization
import Testing

@testable import Connectors

@Suite struct MaildirReceiverTests {
    private static let number = Atomic<Int>(0)

    private static func deliver(_ letter: [UInt8], _ maildir: String, part: String = "new", flags: String = "")
        -> String
    {
        let name = "\(1_790_000_000 + number.add(1, ordering: .relaxed).newValue).M1P1.host"
        let path = "\(maildir)/\(part)/\(name)\(part == "cur" ? ":2,\(flags)" : "")"
        // As a mail server does it: it appears whole.
        rename(Self.write("\(maildir)/tmp/\(name)", letter), path)
        return name
    }

    private static func write(_ path: String, _ bytes: [UInt8]) -> String {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        bytes.withUnsafeBytes { buffer in
            var place = 0
            while place < buffer.count {
                place += max(0, Glibc.write(file, buffer.baseAddress?.advanced(by: place), buffer.count - place))
            }
        }
        close(file)
        return path
    }

    private static func make(_ maildir: String) {
        for folder in [maildir] + ["tmp", "new", "cur"].map({ "\(maildir)/\($0)" }) { mkdir(folder, 0o700) }
    }

    private static func subject(_ path: String) -> String {
        let text = String(decoding: Folder.read(path).prefix(400).filter { $0 != 0x0D }, as: UTF8.self)
        return String((text.split(separator: "\n").first { $0.hasPrefix("Subject: ") } ?? "").dropFirst(9))
    }

    private static func files(_ maildir: String) -> [String] {
        ["new", "cur"].flatMap { part in Folder.names("\(maildir)/\(part)").map { "\(maildir)/\(part)/\($0)" } }
    }

    private func letter(_ subject: String) -> [UInt8] { Array("Subject: \(subject)\n\nhello\n".utf8) }

    @Test func `a receiver keeps to the contract`() async throws {
        let folder = Folder()
        let root = "\(folder.path)/mail"
        Self.make(root)
        let number = Mutex(0)
        @Sendable func path(_ name: String) -> String { "\(root)/.\(name.replacing("/", with: "."))" }
        let mailbox = ReceiverConformance.Mailbox(
            MaildirConnector(path: root),
            newFolder: {
                let name = "Work/\(number.withLock { number in number += 1; return number })"
                Self.make(path(name))
                return name
            },
            deliver: { name, letters in
                // Files of one moment have no order.
                usleep(20_000)
                for letter in letters { _ = Self.deliver(letter, path(name)) }
            },
            remove: { name, subject in
                for file in Self.files(path(name)) where Self.subject(file) == subject { unlink(file) }
            },
            contents: { name in
                Self.files(path(name)).map { file in
                    let flags = file.split(separator: ",").dropFirst().last ?? ""
                    return Self.subject(file) + (flags.contains("F") ? " \\Flagged" : "")
                        + (flags.contains("S") ? " \\Seen" : "")
                }.sorted()
            })
        let violations = await ReceiverConformance(mailbox).violations()
        #expect(violations == [])
    }

    @Test func `what a connection has sent another reads`() async throws {
        let folder = Folder()
        let connector = MaildirConnector(path: "\(folder.path)/mail")
        let session = try await connector.open("INBOX", acknowledging: .seen)
        let look = try await session.look(after: nil, limit: 10)
        async let wait: Void = session.wait(atMost: .seconds(600))
        _ = try await send([hello], over: connector)
        try await wait
        let next = try await session.look(after: look.cursor, limit: 10)
        let arrivals = Arrivals()
        try await session.fetch(next.items, into: folder.path, arrivals.take)
        #expect(arrivals.text(0)?.hasSuffix("Subject: hello\n\nhello\n") == true)
        await session.close()
    }

    private var hello: Letter { ConnectorsTests.letter() }

    @Test func `letters that others read meanwhile are found, and those marked as deleted are not`() async throws {
        let folder = Folder()
        Self.make("\(folder.path)/mail")
        let root = "\(folder.path)/mail"
        _ = Self.deliver(letter("old and read"), root, part: "cur", flags: "S")
        _ = Self.deliver(letter("deleted"), root, part: "cur", flags: "T")
        let first = Self.deliver(letter("unread"), root, part: "cur", flags: "R")
        let session = try await MaildirConnector(path: root).open("INBOX", acknowledging: .seen)
        let look = try await session.look(after: nil, limit: 10)
        #expect(look.items.map(\.identity) == [first])
        // File systems' clocks go in steps of some milliseconds: it is to come after the look by theirs too.
        try await Task.sleep(for: .milliseconds(100))
        let second = Self.deliver(letter("read at once"), root, part: "cur", flags: "S")
        #expect(try await session.look(after: look.cursor, limit: 10).items.map(\.identity) == [second])
        try await session.acknowledge([first])
        #expect(Folder.names("\(root)/cur").contains("\(first):2,RS"))
        await session.close()
    }

    @Test func `only files are letters`() async throws {
        let folder = Folder()
        let root = "\(folder.path)/mail"
        Self.make(root)
        symlink("/etc/passwd", "\(root)/new/1.link")
        mkfifo("\(root)/new/2.pipe", 0o600)
        mkdir("\(root)/new/3.folder", 0o700)
        _ = Self.write("\(root)/new/.hidden", [1])
        let session = try await MaildirConnector(path: root).open("INBOX", acknowledging: .seen)
        #expect(try await session.look(after: nil, limit: 10).items == [])
        let arrivals = Arrivals()
        try await session.fetch(
            [FolderItem(identity: "1.link"), FolderItem(identity: "../../x")], into: "/tmp", arrivals.take)
        #expect(arrivals.indices == [])
        await session.close()
    }

    @Test(arguments: ["a//b", "/a", "a/", "a\0b"])
    func `a name that no folder can have is refused`(_ name: String) async throws {
        let folder = Folder()
        await #expect(throws: Failure.self) {
            try await MaildirConnector(path: folder.path).open(name, acknowledging: .seen)
        }
    }

    @Test func `a folder's name stays within the maildir`() throws {
        #expect(try MaildirFolders(root: "/m").path("../../etc") == "/m/.......etc")
        #expect(try MaildirFolders(root: "/m").path("inbox") == "/m")
        #expect(try MaildirFolders(root: "/m").path("Договоры") == "/m/.&BBQEPgQzBD4EMgQ+BEAESw-")
    }

    @Test func `a missing folder is told with those that are there`() async throws {
        let folder = Folder()
        let root = "\(folder.path)/mail"
        Self.make(root)
        Self.make("\(root)/.Work.Orders")
        do throws(Failure) {
            _ = try await MaildirConnector(path: root).open("Work/Order", acknowledging: .seen)
            Issue.record("it was opened")
        } catch {
            #expect(error.message == "there is no folder 'Work/Order' in \(root)")
            #expect(error.help == "did you mean 'Work/Orders'? there are 'INBOX', 'Work/Orders'")
        }
    }

    @Test func `cursors stay small however many letters come at once`() {
        let entries = (0..<10_000).map { number in
            MaildirListing.Entry(
                name: MaildirName("\(number).host"), path: "new/\(number).host", size: 1,
                received: .init(seconds: 0), changed: Int64(number))
        }
        let cursor = MaildirCursor(first: 5).moved(to: 0, given: entries)
        #expect(cursor.description.utf8.count < 64_000)
        #expect(cursor.first == nil)
        #expect(entries.allSatisfy { cursor.has($0) })
        #expect(MaildirCursor(cursor.description)?.description == cursor.description)
    }
}
