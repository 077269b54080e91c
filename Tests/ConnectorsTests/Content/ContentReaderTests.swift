import Connecting
import Glibc
import MIME
import Testing

@testable import Connectors

@Suite struct ContentReaderTests {
    private func read(_ content: Content) throws(Failure) -> [UInt8] {
        var reader = Connectors.ContentReader(content)
        var result: [UInt8] = []
        while let chunk = try reader.chunk() { result += chunk }
        return result
    }

    @Test(
        arguments: [
            ("", ""), ("f", "Zg==\r\n"), ("fo", "Zm8=\r\n"), ("foo", "Zm9v\r\n"), ("foobar", "Zm9vYmFy\r\n"),
            (String(repeating: "x", count: 57), String(repeating: "eHh4", count: 19) + "\r\n"),
            (String(repeating: "x", count: 58), String(repeating: "eHh4", count: 19) + "\r\neA==\r\n"),
        ])
    func `base64 comes in whole lines`(_ text: String, _ expected: String) {
        #expect(String(decoding: Base64Lines.encode(Array(text.utf8)), as: UTF8.self) == expected)
    }

    @Test(arguments: [0, 1, 56, 57, 58, 57 * 1024 - 1, 57 * 1024, 57 * 1024 + 1, 200_000])
    func `a file is read whole and its size is foretold`(_ size: Int) throws {
        let folder = Folder()
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let content = Content(pieces: [
            .bytes([0x61]), .base64(path: folder.write("f", bytes), size: size), .bytes([0x62]),
        ])
        #expect(try read(content) == [0x61] + Base64Lines.encode(bytes) + [0x62])
        #expect(content.wireSize == 2 + Base64Lines.encode(bytes).count)
    }

    @Test func `a file that is gone or has changed is no letter`() {
        let folder = Folder()
        let file = folder.write("f", [1, 2, 3])
        func failure(_ path: String, _ size: Int) -> Failure? {
            do throws(Failure) {
                _ = try read(Content(pieces: [.base64(path: path, size: size)]))
                return nil
            } catch {
                return error
            }
        }
        #expect(failure(file, 3) == nil)
        #expect(
            failure(file, 4)?.message
                == "the letter's file \(file) has changed since the letter was composed: it had 4 bytes and has 3")
        #expect(failure(file, 2)?.code == .fileUnreadable)
        #expect(
            failure("\(file)x", 3)?.message == "the letter's file \(file)x can't be read: No such file or directory")
        #expect(failure(folder.path, 3)?.message == "the letter's file \(folder.path) can't be read: it is not a file")
        #expect(failure(file, 4)?.verdict == .never)
    }

    @Test func `a file that grows or shrinks while it is read is no letter`() throws {
        let folder = Folder()
        let size = 3 * ContentReader.fileChunk
        for change in [size - 10, size + 10] {
            let file = folder.write("f", [UInt8](repeating: 7, count: size))
            var reader = Connectors.ContentReader(Content(pieces: [.base64(path: file, size: size)]))
            _ = try reader.chunk()
            truncate(file, change)
            var problem: Failure?
            do throws(Failure) {
                while try reader.chunk() != nil {}
            } catch {
                problem = error
            }
            #expect(problem?.code == .fileUnreadable)
        }
    }
}
