import Connecting
import Glibc
import Peers
import Synchronization
import Testing
import Wire

@testable import Connectors

/// Answers that are larger than anybody wants to hold.
@Suite struct ExchangeLargeTests {
    private static func connector(_ url: String) -> ExchangeConnector {
        ExchangeConnector(.init(url: url, timeout: .seconds(900), isStreaming: false))
    }

    private func failure(
        _ exchange: LargeExchange, _ item: String, largest: Int? = nil
    ) async throws -> (failure: Failure?, left: [String]) {
        let settings = Self.connector(exchange.url).settings
        let caller = try EWSCaller(settings, EWSGate(limit: 1))
        let folder = exchange.folder
        let shelf = ExchangeShelf(folder: folder, largest: largest ?? FetchedLetter.largest)
        defer { shelf.clear() }
        var found: Failure?
        do throws(EWSProblem) {
            let asked = GetItem(
                items: [EWSItemID(item)], includesMime: largest != nil, properties: [.field("item:Subject")])
            if largest == nil {
                _ = try await caller.call(asked)
            } else {
                _ = try await caller.call(asked, streaming: ["MimeContent"], to: { shelf.sink() })
            }
        } catch {
            found = error.failure
        }
        // The connection was given up, and the next question has one of its own.
        #expect(try await caller.call(GetFolder(folders: [settings.folder("inbox")])).count == 1)
        let left = try await Tool.require("ls", [folder]).split(separator: "\n").map(String.init)
        return (found, left.filter { $0.hasPrefix("letter-") })
    }

    @Test func `a letter of 100 MB goes to a file, and little of it is held`() async throws {
        let exchange = try await LargeExchange.start()
        // In a process of its own: what it holds is nobody else's.
        await #expect(processExitsWith: .success) {
            [url = exchange.url as String, folder = exchange.folder as String] in
            let session = try await Self.connector(url).open("INBOX", acknowledging: .keep)
            let fetched = Mutex<[FetchedLetter]>([])
            func fetch(_ size: Int) async throws {
                let item = FolderItem(identity: "letter-\(size)", size: size)
                try await session.fetch([item], into: folder) { _, letter in fetched.withLock { $0.append(letter) } }
            }
            try await fetch(6_000_000)
            let before = LargeExchange.peakOfThisProcess
            try await fetch(99_999_960)
            let held = LargeExchange.peakOfThisProcess - before
            #expect(held < 16_000_000, "\(held) bytes")
            guard case .file(let path, 99_999_960)? = fetched.withLock({ $0.last }) else {
                Issue.record("\(fetched.withLock { $0 })")
                return
            }
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_size == 99_999_960)
        }
        let files = try await Tool.require(
            "sh", ["-c", "for file in letter-*; do tail -c 60 $file; head -c 14 $file; echo; done"],
            folder: exchange.folder)
        let line = "01234567890123456789012345678901234567890123456789abcdefgh\r\nSubject: large\n"
        #expect(files == line + line)
        await exchange.stop()
    }

    @Test func `what is more than anybody takes is told as such`() async throws {
        let exchange = try await LargeExchange.start()
        for (item, words) in [
            ("subject-40000000", "has more than 33554432 bytes beside its long texts"),
            ("comment-70000000", "has more than 67108864 bytes"),
        ] {
            let failure = try #require(try await failure(exchange, item).failure)
            #expect(failure.code == .protocolViolation)
            #expect(failure.message.hasPrefix("what 127.0.0.1:"), "\(failure.message)")
            #expect(failure.message.contains(" answers to GetItem \(words)"), "\(failure.message)")
            #expect(failure.help == "no answer of Exchange is so large: see what stands at url:")
        }
        let letter = try await failure(exchange, "letter-9000000", largest: 5_000_000)
        #expect(letter.failure?.message.hasSuffix("has a letter of more than 5000000 bytes") == true)
        #expect(letter.failure?.help == "it is tried again; if it stays so, look at the letter in the mailbox")
        #expect(letter.left == [])
        let taken = try await failure(exchange, "letter-9000000", largest: 9_000_000)
        #expect(taken.failure == nil)
        await exchange.stop()
    }
}
