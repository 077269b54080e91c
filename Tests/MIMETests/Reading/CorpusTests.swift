import Attributes
import FoundationEssentials
import MIME
import Peers
import Testing

/// The letters of CPython's own test suite, good and bad: what we read of them is what Python reads, or it is noted why not.
@Suite struct CorpusTests {
    private static let folder = "/usr/lib/python3.11/test/test_email/data"
    private static let names = FileReading.names(in: folder).filter { $0.hasSuffix(".txt") }.sorted()

    /// Where we read something else on purpose, and why.
    private static let notes: [String: (what: Set<What>, why: String)] = [
        "msg_15.txt": (
            [.parts], "both multiparts have the same boundary; we read the inner one to its end, and then the rest"
        ),
        "msg_39.txt": ([.parts], "the same"),
        "msg_25.txt": ([.parts], "the multipart names no boundary; we read it by the one it has"),
    ]

    enum What: String { case headers, people, date, parts }

    @Test func `the letters of CPython's test suite are there`() {
        #expect(Self.names.count >= 40, "install libpython3.11-testsuite: scripts/bootstrap --tests does it")
    }

    @Test(.enabled(if: !names.isEmpty, "libpython3.11-testsuite is missing: run scripts/bootstrap --tests"))
    func `headers, texts and files are those that Python reads`() async throws {
        let letters = Self.names.compactMap { FileReading.bytes(of: "\(Self.folder)/\($0)", atMost: 1 << 20) }
        try #require(letters.count == Self.names.count)
        let all = try await PythonLetter.all(letters)
        try #require(all.count == letters.count)
        for (name, (bytes, python)) in zip(Self.names, zip(letters, all)) {
            let differences = Self.differences(try LetterReader.read(bytes), python)
            let noted = Self.notes[name]?.what ?? []
            #expect(Set(differences.map(\.what)) == noted, "\(name): \(differences.map(\.words))")
        }
    }

    @Test func `letters of any shape that we write are read as Python reads them`() async throws {
        var random = Seeded(seed: 20_261_201)
        let letters = try (0..<150).map { _ in try compose(Draft.random(&random)).bytes() }
        let all = try await PythonLetter.all(letters)
        try #require(all.count == letters.count)
        for (bytes, python) in zip(letters, all) {
            let differences = Self.differences(try LetterReader.read(bytes), python)
            #expect(differences.isEmpty, "\(differences.map(\.words)) in \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    /// With LF alone and without white space at its end, which the parts of a text are joined by.
    private static func plain(_ text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return String(lines.reversed().drop { $0.isWhitespace }.reversed())
    }

    private static func differences(_ letter: MIME.ReadLetter, _ python: PythonLetter) -> [(what: What, words: String)]
    {
        var found: [(what: What, words: String)] = []
        if let error = python.error { return [(.parts, "Python stumbles: \(error)")] }
        let ours = letter.headers.map { [$0.name, $0.value.split(separator: " ").joined(separator: " ")] }
        let theirs = (python.headers ?? []).map { [$0[0], $0[1].split(separator: " ").joined(separator: " ")] }
        if ours != theirs {
            found.append(
                (.headers, "\(ours.filter { !theirs.contains($0) }) ≠ \(theirs.filter { !ours.contains($0) })"))
        }
        for (ours, theirs) in [(letter.from, python.from), (letter.to, python.to), (letter.cc, python.cc)] {
            let ours = ours.map { [$0.name ?? "", $0.address] }
            if ours != theirs ?? [] { found.append((.people, "\(ours) ≠ \(theirs ?? [])")) }
        }
        if letter.date?.seconds != python.date.map({ Int64($0) }) {
            found.append((.date, "\(letter.date?.iso8601 ?? "-") ≠ \(python.date ?? 0)"))
        }
        found += parts(letter, python.leaves ?? []).map { (.parts, $0) }
        return found
    }

    /// Every part of Python's is a text or an attachment of ours, and none of ours is left.
    private static func parts(_ letter: MIME.ReadLetter, _ leaves: [PythonLetter.Leaf]) -> [String] {
        var found: [String] = []
        var attachments = letter.attachments
        let texts = (letter.text.map(plain) ?? "", letter.html.map(plain) ?? "")
        for leaf in leaves {
            let content = leaf.content.map { Array($0) }
            let place = attachments.firstIndex { attachment in
                attachment.contentType == leaf.type && (leaf.name == nil || attachment.name == leaf.name)
                    && (leaf.subjects != nil || attachment.content == content)
            }
            if let place {
                attachments.remove(at: place)
            } else if let text = leaf.text, !leaf.isAttachment,
                leaf.type.hasPrefix("text/") || leaf.type.hasPrefix("multipart/")
            {
                if !(leaf.type == "text/html" ? texts.1 : texts.0).contains(plain(text)) {
                    found.append("the text '\(text.prefix(60))' is missing")
                }
            } else if !(leaf.type == "message/delivery-status" && letter.notice != nil) {
                found.append("\(leaf.type) \(leaf.name ?? "-") is missing")
            }
        }
        return found + attachments.map { "\($0.contentType) \($0.name ?? "-") is too much" }
    }
}
