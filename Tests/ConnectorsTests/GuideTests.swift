import Glibc
import Testing

/// The guide shows the code as it is.
@Suite struct GuideTests {
    /// The package's folder.
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")

    private static func text(_ path: String) throws -> String {
        let file = try #require(fopen("\(root)/\(path)", "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var byte = fgetc(file)
        while byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
            byte = fgetc(file)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `each piece of Swift in the guide stands in the connector that it is about`() throws {
        let sources = try [
            "Print/PrintConnector.swift", "Print/PrintConnector+Declaring.swift", "Print/PrintSession.swift",
            "Connectors.swift",
        ].map { try Self.text("Sources/Connectors/\($0)") }.joined()
        let guide = try Self.text("Docs/Adding-a-connector.md")
        let pieces = guide.split(separator: "```swift\n").dropFirst().map { part in
            part.firstRange(of: "```").map { String(part[..<$0.lowerBound]) } ?? ""
        }
        #expect(pieces.count >= 5)
        for piece in pieces { #expect(sources.contains(piece), "the guide says otherwise than the source:\n\(piece)") }
    }
}
