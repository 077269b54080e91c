import Connecting
import Glibc
import MIME

/// A short letter.
func letter(
    _ text: String = "Subject: hello\r\n\r\nhello\r\n", from sender: String = "robot@example.com",
    to recipients: [String] = ["ivan@example.com"]
) -> Letter {
    letter([.bytes(Array(text.utf8))], from: sender, to: recipients)
}

func letter(
    _ pieces: [Content.Piece], from sender: String = "robot@example.com", to recipients: [String] = ["ivan@example.com"]
) -> Letter {
    Letter(
        id: "1", messageID: "<1@example.com>", sender: sender, recipients: recipients, content: Content(pieces: pieces))
}

/// A folder for one test, gone with it.
final class Folder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/router-test-XXXXXX".utf8CString)
        path =
            mkdtemp(&template) == nil
            ? "/nonexistent" : String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        guard unlink(path) != 0 else { return }
        for name in names(path) { remove("\(path)/\(name)") }
        rmdir(path)
    }

    /// Writes a file.
    func write(_ name: String, _ bytes: [UInt8]) -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        bytes.withUnsafeBytes { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        return file
    }

    static func read(_ file: String) -> [UInt8] {
        let descriptor = open(file, O_RDONLY)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return result }
            result += buffer[..<count]
        }
    }

    /// The names in a folder, sorted.
    static func names(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var result: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { result.append(name) }
        }
        return result.sorted()
    }
}
