import Attributes
import Connecting
import MIME
import Peers
import Spool
import Testing

/// What is accepted must not depend on the user's files any more.
@Suite struct BodyTests {
    @Test(arguments: Engine.allCases)
    func `files of every size go along and are the user's no more`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            var random = Seeded(seed: 7)
            var pieces: [Content.Piece] = []
            for size in [0, 1, 57, 65_536, 65_537, 1 << 20, 3_000_001] {
                let bytes = random.bytes(size...size)
                let path = try place.folder.write(bytes, to: "file-\(size)")
                pieces += [.bytes(random.bytes(0...300)), .base64(path: path, size: size)]
            }
            let content = Content(pieces: pieces + [.bytes(random.bytes(200_000...200_000)), .bytes([])])
            let expected = try content.bytes()
            let id = try await spool.put(content: content)
            for case .base64(let path, _) in pieces { try place.folder.overwrite(path) }

            let owner = try await spool.register("us")
            let claimed = try #require(try await spool.claim(owner).first)
            #expect(claimed.letter.content.size == expected.count)
            #expect(try claimed.letter.content.bytes() == expected)
            let stored = try #require(try await spool.content(of: id))
            try stored.content.checkFiles()
            #expect(try stored.content.bytes() == expected)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a file that is not what it was refuses the whole submission`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            for size in [10, 100_000] {
                let path = try place.folder.write([UInt8](repeating: 7, count: size), to: "file-\(size)")
                for (piece, words) in [
                    (
                        Content.Piece.base64(path: path, size: size + 1),
                        "had \(size + 1) bytes when the letter was composed and has \(size) now"
                    ),
                    (.base64(path: path + "-gone", size: size), "can't be read: No such file or directory"),
                    (.base64(path: place.folder.path, size: size), "is not a file any more"),
                ] {
                    let good = NewLetter(Letters.letter(), route: "r", connection: "c")
                    let bad = NewLetter(
                        Letters.letter(content: Content(pieces: [.base64(path: path, size: size), piece])), route: "r",
                        connection: "c")
                    let problem = try await problem { _ = try await spool.put(Letters.submission([good, bad])) }
                    #expect(problem.code == .fileUnreadable)
                    #expect(problem.problem == words)
                }
            }
            #expect(try await spool.list(MessageFilter(), Page()).isEmpty)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a named pipe in a file's place makes nobody wait`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let path = try place.folder.makePipe("pipe")
            let letter = Letters.letter(content: Content(pieces: [.base64(path: path, size: 70_000)]))
            let problem = try await problem { _ = try await spool.put(NewLetter(letter, route: "r", connection: "c")) }
            #expect(problem.problem == "is not a file any more")
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a file that many letters share is read back in each, until the last is purged`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            var random = Seeded(seed: 8)
            let bytes = random.bytes(300_000...300_000)
            let path = try place.folder.write(bytes, to: "rules.pdf")
            let content = Content(pieces: [.bytes([65]), .base64(path: path, size: bytes.count)])
            let letters = [1, 1_000].map { days in
                NewLetter(Letters.letter(content: content), route: "r", connection: "c", keep: .seconds(days * 86_400))
            }
            _ = try await spool.put(Letters.submission(letters))
            let expected = try content.bytes()
            let owner = try await spool.register("us")
            for letter in try await spool.claim(owner) {
                #expect(try letter.letter.content.bytes() == expected)
                try await spool.send(letter, by: owner)
            }
            #expect(try await spool.purge(now: Letters.now + .seconds(86_410), limit: 10) == 1)
            let left = try #require(UUIDv7(letters[1].letter.id))
            #expect(try await spool.content(of: left)?.content.bytes() == expected)
            #expect(try await spool.purge(now: Letters.now + .seconds(1_000 * 86_410), limit: 10) == 1)
            #expect(try await spool.content(of: left)?.messageID == nil)
            await spool.close()
        }
    }
}
