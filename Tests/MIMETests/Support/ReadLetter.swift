import FoundationEssentials
import MIME
import Peers

/// A letter as Python's email package reads it: what `read_letter.py` prints.
struct ReadLetter: Decodable {
    struct Mailbox: Decodable, Equatable {
        var name: String
        var address: String
    }

    struct Part: Decodable {
        var path: String
        var type: String
        var parameters: [String: String]?
        var encoding: String?
        var disposition: String?
        var fileName: String?
        var contentID: String?
        var name: String?
        var size: Int?
        var sha256: String?
        var text: String?
    }

    struct Reading: Decodable {
        var defects: [String]
        var headers: [[String]]?
        var subject: String
        var from: [Mailbox]
        var replyTo: [Mailbox]?
        var to: [Mailbox]?
        var cc: [Mailbox]?
        var date: String?
        var messageID: String?
        var parts: [Part]

        /// All values of a field, by its name in any case.
        func values(of name: String) -> [String] {
            (headers ?? []).filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
        }

        /// The text of the first part of a type.
        func text(_ type: String) -> String? { parts.first { $0.type == type && $0.text != nil }?.text }
    }

    /// Under `email.policy.default`.
    var modern: Reading
    /// Under `email.policy.compat32`.
    var old: Reading

    /// Defects but those of the one quirk that we have on purpose: see `LetterWriter.nameParameter`.
    var defects: [String] {
        let quirk = ["encoded word inside quoted string", "missing trailing whitespace after encoded-word"]
        return (modern.defects + old.defects).filter { defect in
            !(defect.contains(" Content-Type: ") && quirk.contains { defect.hasSuffix($0) })
        }
    }

    /// Lets Python read letters, all in one process.
    static func all(_ letters: [[UInt8]]) async throws -> [ReadLetter] {
        let lines = letters.map { Data($0).base64EncodedString() + "\n" }.joined()
        let output = try await Python.run("read_letter.py", input: Array(lines.utf8))
        return try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(ReadLetter.self, from: Data($0))
        }
    }

    static func one(_ draft: Draft) async throws -> ReadLetter {
        let letters = try await all([compose(draft).bytes()])
        guard let letter = letters.first else { throw Python.Problem("read_letter.py printed nothing") }
        return letter
    }
}
