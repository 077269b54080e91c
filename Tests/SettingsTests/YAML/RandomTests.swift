import Diagnostics
import Glibc
import Peers
import Testing

@testable import Settings

/// How often random input is tried: `ROUTER_FUZZ=100` tries a hundred times as much.
enum Fuzz {
    static let factor = getenv("ROUTER_FUZZ").flatMap { Int(String(cString: $0)) } ?? 1
}

struct RandomTests {
    @Test
    func `each character of a value is placed where it was typed`() throws {
        var random = Seeded(seed: 1)
        for _ in 0..<2000 * Fuzz.factor {
            let written = RandomScalar(&random)
            let scalar = try #require(Read.scalar(written.source), "\(written.source)")
            try #require(scalar.text == written.value, "\(written.source)")
            var offset = 0
            var found: [[Int]] = []
            for character in scalar.text.unicodeScalars {
                let place = scalar.placed.position(offset)
                found.append([place.line, place.column])
                offset += UTF8.width(character)
            }
            // A fold between words has two ends; both are right.
            try #require(found == written.places, "\(written.source)")
        }
    }

    @Test
    func `random bytes are read or refused, soon`() {
        var random = Seeded(seed: 2)
        let pieces = [
            "a", "Ж", " ", "  ", "\n", "\r\n", "\t", ":", ": ", "- ", "-", "?", "? ", "|", ">", "|2-", "\"", "'", "\\",
            "#",
            " #", "&a ", "*a", "!t ", "{", "}", "[", "]", ",", "%", "@", "`", "---\n", "...\n", "<<: ", "null", "~",
            "\u{85}", "\u{2028}", "\u{FEFF}", "\0", "\u{1}", "${env:NAME}", "${", "😀",
        ]
        for _ in 0..<3000 * Fuzz.factor {
            let count = Int.random(in: 0..<60, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let time = Work.measure {
                var findings = Findings()
                let node = YAMLReader.read(Source(path: "a.yaml", text: text), &findings)
                for diagnostic in findings.sorted { #expect(!diagnostic.printed().isEmpty) }
                #expect(findings.errors > 0 || node != nil || Self.isBlank(text), "\(text)")
                if let node { Self.walk(node) }
            }
            #expect(time < .seconds(1), "\(text)")
        }
    }

    /// Comments and marks that hold nothing.
    private static func isBlank(_ text: String) -> Bool {
        Read.yaml(text).said.isEmpty
    }

    /// Asks for every place.
    private static func walk(_ node: Node) {
        if let scalar = node.scalar {
            for offset in 0..<max(1, scalar.text.utf8.count) { _ = scalar.placed.span(offset..<offset + 1) }
        }
        for pair in node.pairs ?? [] { walk(pair.value) }
        if case .sequence(let items) = node.content { items.forEach(walk) }
    }
}
