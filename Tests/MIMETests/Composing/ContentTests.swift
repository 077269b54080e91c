import Attributes
import FoundationEssentials
import Glibc
import MIME
import Testing

/// Letters whose files are read only when they go out.
struct ContentTests {
    private func withFile(_ size: Int, _ body: (String) throws -> Void) throws {
        let path = "/tmp/router-content-\(UUID().uuidString).bin"
        try Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func draft(_ path: String, size: Int) -> Draft {
        .sample { $0.attached = [Draft.File(Document(name: "big.bin", content: .file(path: path, size: size)))] }
    }

    @Test(arguments: [0, 1, 2, 3, 56, 57, 58, 57 * 1024 - 1, 57 * 1024, 57 * 1024 + 1, 200_000])
    func `a file goes out as the same bytes as one in memory`(size: Int) throws {
        try withFile(size) { path in
            let streamed = try compose(draft(path, size: size))
            let inMemory = try compose(
                .sample {
                    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                    $0.attached = [Draft.File(Document(name: "big.bin", content: .bytes(bytes)))]
                })
            #expect(try streamed.bytes() == inMemory.bytes())
            #expect(try streamed.size == inMemory.bytes().count)
            #expect(inMemory.size == streamed.size)
            var chunks: [UInt8] = []
            var reader = ContentReader(streamed)
            while let chunk = try reader.next() {
                #expect(!chunk.isEmpty)
                #expect(chunk.count <= 80_000)
                chunks += chunk
            }
            #expect(try chunks == inMemory.bytes())
        }
    }

    @Test(arguments: [99, 101, 0])
    func `a file of another size than promised is refused`(promised: Int) throws {
        try withFile(100) { path in
            let content = try compose(draft(path, size: promised))
            let problem = #expect(throws: ContentProblem.self) { try content.bytes() }
            #expect(
                problem?.description
                    == "\(path): had \(promised) bytes when the letter was composed and has 100 now; "
                    + "send the letter again with the file as it is now")
        }
    }

    @Test(arguments: [-10, 10])
    func `a file that grows or shrinks while it is read is refused`(change: Int) throws {
        let size = 3 * 57 * 1024
        try withFile(size) { path in
            var reader = ContentReader(Content(pieces: [.base64(path: path, size: size)]))
            _ = try reader.next()
            #expect(truncate(path, size + change) == 0)
            #expect(throws: ContentProblem.self) { while try reader.next() != nil {} }
        }
    }

    @Test
    func `files are looked at without being read, and none stays open`() throws {
        let open = { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        try withFile(100) { path in
            let before = try open()
            for size in [100, 99] {
                for _ in 0..<500 { try? Content(pieces: [.base64(path: path, size: size)]).checkFiles() }
            }
            // Other tests open files at the same time.
            #expect(try open() < before + 200)
            #expect(throws: ContentProblem.self) {
                try Content(pieces: [.bytes([]), .base64(path: path, size: 99)]).checkFiles()
            }
        }
    }

    @Test
    func `a file that is gone is named`() throws {
        let problem = #expect(throws: ContentProblem.self) {
            try compose(draft("/tmp/router-no-such-file", size: 1)).bytes()
        }
        #expect(
            problem?.description
                == "/tmp/router-no-such-file: can't be read: No such file or directory; put the file back")
    }

    @Test
    func `a folder is no file`() throws {
        let problem = #expect(throws: ContentProblem.self) { try compose(draft("/tmp", size: 4096)).bytes() }
        #expect(problem?.description == "/tmp: is not a file any more; put the file back")
    }
}
