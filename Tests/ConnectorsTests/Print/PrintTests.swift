import Connecting
import ConnectingTesting
import Glibc
import Testing

@testable import Connectors

@Suite struct PrintTests {
    private func printed(_ body: (PrintConnector) async throws -> Void) async rethrows -> String {
        let folder = Folder()
        let file = folder.write("out", [])
        let descriptor = open(file, O_WRONLY)
        defer { close(descriptor) }
        try await body(PrintConnector(descriptor: descriptor))
        return String(decoding: Folder.read(file), as: UTF8.self)
    }

    @Test func `a sender keeps to the contract`() async {
        let folder = Folder()
        let descriptor = open(folder.write("out", []), O_WRONLY)
        defer { close(descriptor) }
        #expect(await SenderConformance(PrintConnector(descriptor: descriptor)).violations() == [])
    }

    @Test func `letters are printed under their envelopes`() async throws {
        let text = try await printed {
            _ = try await send([letter(to: ["ivan@example.com", "maria@example.com"])], over: $0)
        }
        #expect(text == "--- from robot@example.com to ivan@example.com, maria@example.com\nSubject: hello\n\nhello\n")
    }
}
