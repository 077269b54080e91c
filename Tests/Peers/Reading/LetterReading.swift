import FoundationEssentials

/// A letter as a reader found it that knows nothing of router: Python's `email`, or GMime.
package struct LetterReading: Sendable, Decodable {
    /// A name, blank when there is none, with its address.
    package struct Mailbox: Sendable, Decodable, Hashable {
        package var name: String
        package var address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    /// A part of the letter's tree, before its children; the first is the letter itself.
    package struct Part: Sendable, Decodable {
        /// `1`, `1.2`.
        package var path: String
        package var type: String
        /// Of Content-Type.
        package var parameters: [String: String]
        /// The names of all its header fields.
        package var fields: [String]
        package var disposition: String?
        package var fileName: String?
        /// With its angle brackets.
        package var contentID: String?
        package var encoding: String?
        /// Decoded bytes; `nil` for a multipart.
        package var size: Int?
        package var sha256: String?
        /// Of texts that are no attachments.
        package var text: String?
    }

    /// What is wrong with the letter in the reader's eyes.
    package var defects: [String]
    /// Names and decoded values of the letter's own fields.
    package var headers: [[String]]
    package var subject: String?
    package var from: [Mailbox]?
    package var replyTo: [Mailbox]?
    package var to: [Mailbox]?
    package var cc: [Mailbox]?
    /// ISO 8601 with the letter's offset.
    package var date: String?
    package var messageID: String?
    package var parts: [Part]

    /// The values of a field, by its name in any case.
    package func values(of name: String) -> [String] {
        headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
    }

    /// The text of the first part of a type that is no attachment.
    package func text(_ type: String) -> String? { parts.first { $0.type == type && $0.text != nil }?.text }

    /// The types of the tree with the names of their fields, sorted: what no value may change.
    package var shape: [String] {
        parts.map { "\($0.path) \($0.type): \($0.fields.map { $0.lowercased() }.sorted().joined(separator: " "))" }
    }

    /// Lets GMime read letters, all in one process.
    package static func byGMime(_ letters: [[UInt8]]) async throws -> [LetterReading] {
        try await CReader.answers("read_letter", ["gmime-3.0"], to: letters).map {
            try JSONDecoder().decode(LetterReading.self, from: $0)
        }
    }

    /// Lets Python read letters, all in one process.
    ///
    /// Names of mailboxes are those of the old policy, for the modern one shows a space between two encoded words.
    package static func byPython(_ letters: [[UInt8]]) async throws -> [LetterReading] {
        let output = try await Python.run("read_letter.py", input: CReader.lines(letters))
        return try output.split(separator: UInt8(ascii: "\n")).map { line in
            let both = try JSONDecoder().decode(BothPolicies.self, from: Data(line))
            var reading = both.modern
            reading.defects = (both.modern.defects + both.old.defects).filter { !Self.isQuirk($0) }
            reading.from = both.old.from
            reading.replyTo = both.old.replyTo
            reading.to = both.old.to
            reading.cc = both.old.cc
            return reading
        }
    }

    /// Content-Type's `name` has encoded words between quotes, which Outlook wants and RFC 2047 §5 forbids.
    ///
    /// Letters beyond ASCII before an @ are RFC 6532's.
    private static func isQuirk(_ defect: String) -> Bool {
        defect.contains("NonASCIILocalPartDefect")
            || defect.contains(" Content-Type: ")
                && (defect.hasSuffix("encoded word inside quoted string")
                    || defect.hasSuffix("missing trailing whitespace after encoded-word"))
    }

    private struct BothPolicies: Decodable {
        struct Old: Decodable {
            var defects: [String]
            var from: [Mailbox]?
            var replyTo: [Mailbox]?
            var to: [Mailbox]?
            var cc: [Mailbox]?
        }

        var modern: LetterReading
        var old: Old
    }
}
