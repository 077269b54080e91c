import Attributes
import Peers
import Testing

@testable import Connectors

/// What a server says, whatever pieces it comes in.
@Suite struct IMAPParserTests {
    private static let talk = """
        * OK [CAPABILITY IMAP4rev1 IDLE] ready {5}
        * 2 EXISTS
        * 1 FETCH (UID 4 FLAGS (\\Seen $Junk) BODY[] {11}
        Subject: x
        \u{20}INTERNALDATE "17-Jul-2026 02:44:25 -0700" RFC822.SIZE 11)
        * 2 FETCH (BODY[]<0> "a \\"quoted\\" one" UID 5)
        * 3 FETCH (UID 6 BODY[] NIL X-ODD (1 (2 "three" {4}
        four) NIL))
        * LIST (\\HasNoChildren \\Sent) "/" {4}
        Sent
        * ESEARCH (TAG "R1") UID COUNT 3 ALL 2,84:85
        * SEARCH 5 2 9
        + go on
        R1 OK [READ-WRITE] done

        """.replacing("\n", with: "\r\n").replacing("Subject: x\r\n", with: "Subject: x\n")

    private func lines(_ bytes: [UInt8], by size: Int) throws(IMAPParser.Violation) -> [IMAPLine] {
        var parser = IMAPParser()
        var result: [IMAPLine] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(bytes.count, start + size)])
            var violation: IMAPParser.Violation?
            piece.withUnsafeBytes { buffer in
                do throws(IMAPParser.Violation) {
                    try parser.consume(buffer) { result.append($0) }
                } catch {
                    violation = error
                }
            }
            if let violation { throw violation }
        }
        return result
    }

    private func response(_ text: String) throws -> IMAPResponse {
        let lines = try lines(Array((text + "\r\n").utf8), by: .max / 2)
        return try IMAPResponse(try #require(lines.first))
    }

    @Test(arguments: [1, 2, 3, 7, 64, 100_000])
    func `responses are the same in pieces of any size`(_ size: Int) throws {
        let whole = try lines(Array(Self.talk.utf8), by: 100_000)
        #expect(whole.count == 10)
        #expect(try lines(Array(Self.talk.utf8), by: size) == whole)
    }

    @Test func `what is known of a letter comes in any order`() throws {
        let fetches = try lines(Array(Self.talk.utf8), by: 5).compactMap { line -> IMAPFetch? in
            guard case .fetch(let fetch) = try IMAPResponse(line) else { return nil }
            return fetch
        }
        #expect(fetches.map(\.uid) == [4, 5, 6])
        #expect(fetches[0].received == Instant(seconds: 1_784_281_465))
        #expect(fetches[0].size == 11)
        #expect(fetches[1].origin == 0)
        guard case .bytes(let first) = fetches[0].body, case .bytes(let second) = fetches[1].body,
            case .some(.none) = fetches[2].body
        else {
            Issue.record("bodies are others: \(fetches)")
            return
        }
        #expect(String(decoding: first, as: UTF8.self) == "Subject: x\n")
        #expect(String(decoding: second, as: UTF8.self) == "a \"quoted\" one")
    }

    @Test func `folders and searches are read`() throws {
        var folders: [IMAPFolder] = []
        var sets: [UIDSet] = []
        for line in try lines(Array(Self.talk.utf8), by: 9) {
            switch try IMAPResponse(line) {
            case .folder(let folder): folders.append(folder)
            case .search(let set): sets.append(set)
            default: break
            }
        }
        #expect(folders.map(\.name) == ["Sent"])
        #expect(folders.allSatisfy { $0.isSent && $0.delimiter == "/" && $0.canBeOpened })
        #expect(sets.map { $0.prefix(9) } == [[2, 84, 85], [2, 5, 9]])
    }

    @Test(
        arguments: [
            ("R1 NO [AUTHENTICATIONFAILED] no", "NO [AUTHENTICATIONFAILED] no", "AUTHENTICATIONFAILED"),
            ("* OK [CAPABILITY IMAP4rev1] hello", "OK hello", "CAPABILITY"),
            ("* bye", "BYE", nil), ("R2 BAD", "BAD", nil),
            ("* OK [UIDVALIDITY 7] with {12}", "OK [UIDVALIDITY 7] with {12}", "UIDVALIDITY"),
            ("* NO \u{1B}[2Jcleared", "NO ·[2Jcleared", nil),
        ] as [(String, String, String?)])
    func `states are for people and for programs`(_ line: String, _ shown: String, _ code: String?) throws {
        guard case .status(let status) = try response(line) else {
            Issue.record("'\(line)' is no state")
            return
        }
        #expect("\(status)".replacing("\u{FFFD}", with: "·") == shown || "\(status)".hasSuffix("cleared"))
        #expect(status.code == code)
        #expect(!"\(status)".contains("\u{1B}"))
    }

    @Test(
        arguments: [
            "* 1 FETCH (UID x)", "* 1 FETCH (UID 99999999999)", "* 1 FETCH (UID 4", "* 1 FETCH",
            "* 1 FETCH (BODY[] \"x)",
            "* SEARCH 1 two", "* ESEARCH ALL 1:*", "* LIST x", "R1 DONE", "nonsense", "* 1 FETCH (X )",
            "* 1 FETCH (X \(String(repeating: "(", count: 100)))", "* 1 FETCH (UID 4))) (", "* LIST (\\Sent",
        ])
    func `what is no IMAP is refused`(_ line: String) {
        // Behind the end of a letter nothing is read.
        if line == "* 1 FETCH (UID 4))) (" { return #expect((try? response(line)) != nil) }
        #expect(throws: IMAPParser.Violation.self) { try response(line) }
    }

    @Test func `a letter larger than is kept is counted and thrown away`() throws {
        let size = IMAPLimits.literal + 1
        let bytes =
            Array("* 1 FETCH (UID 4 BODY[] {\(size)}\r\n".utf8) + [UInt8](repeating: 0x78, count: size)
            + Array(")\r\n* 2 EXISTS\r\n".utf8)
        let found = try lines(bytes, by: 65_536)
        #expect(found.count == 2)
        #expect(found[0].literals.map(\.bytes) == [nil])
        guard case .fetch(let fetch) = try IMAPResponse(found[0]), case .skipped(size) = fetch.body else {
            Issue.record("it was kept")
            return
        }
    }

    @Test func `a server can't make us hold what it likes`() {
        #expect(throws: IMAPParser.Violation(text: "a literal is larger than any letter")) {
            try lines(Array("* 1 FETCH (BODY[] {99999999999}\r\n".utf8), by: 100)
        }
        #expect(throws: IMAPParser.Violation(text: "a response has more than \(IMAPLimits.literals) literals")) {
            try lines(Array(("* 1 FETCH (" + String(repeating: "{0}\r\n", count: 200)).utf8), by: 100)
        }
        #expect(throws: IMAPParser.Violation(text: "a response has more than \(IMAPLimits.response) bytes")) {
            try lines([UInt8](repeating: 0x78, count: IMAPLimits.response + 1), by: 1 << 20)
        }
    }

    @Test func `of many large texts in one answer only some are kept`() throws {
        let size = IMAPLimits.literal / 2 + 1
        let one = Array("{\(size)}\r\n".utf8) + [UInt8](repeating: 0x78, count: size)
        let bytes = Array("* 1 FETCH (X (".utf8) + one + [0x20] + one + Array("))\r\n* 1 EXISTS\r\n".utf8)
        let found = try lines(bytes, by: 1 << 20)
        #expect(found[0].literals.map(\.bytes?.count) == [size, nil])
        #expect(found[0].literals.map(\.size) == [size, size])
        #expect(found.count == 2)
    }

    @Test func `damaged answers never crash, and never keep more than they have`() {
        var random = Seeded(seed: 20_260_717)
        let talk = Array(Self.talk.utf8)
        for _ in 0..<4000 {
            var bytes = talk
            for _ in 0..<random.number(1...6) {
                let place = random.number(0...bytes.count - 1)
                switch random.number(0...3) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(random.pick(Array("{}()\"\\[]<>* \r\n0".utf8)), at: place)
                default: bytes.replaceSubrange(place..<min(bytes.count, place + 9), with: random.bytes(0...9))
                }
                if bytes.isEmpty { bytes = talk }
            }
            var dialogue = IMAPDialogue()
            _ = dialogue.command("NOOP")
            var kept = 0
            let size = random.number(1...200)
            for start in stride(from: 0, to: bytes.count, by: size) {
                let isOver = bytes[start..<min(bytes.count, start + size)].withUnsafeBytes { piece in
                    do throws(IMAPParser.Violation) {
                        try dialogue.receive(piece) { response in
                            if case .fetch(let fetch) = response, case .bytes(let body) = fetch.body {
                                kept += body.count
                            }
                        }
                        return false
                    } catch {
                        return true
                    }
                }
                if isOver { break }
            }
            #expect(kept <= bytes.count)
        }
    }
}
