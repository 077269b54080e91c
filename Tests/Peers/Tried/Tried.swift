internal import FoundationEssentials
internal import Glibc

/// What the tests tried between router and real servers, for the tables of `Docs/Connections.md`.
///
/// A test that ran the real program notes what came out. Each row is a file of its own in `.build/tried`, since tests and
/// their processes run side by side; after all tests `scripts/connections-table` makes the tables of them.
package enum Tried {
    /// The document's chapters.
    package enum Section: String, Sendable {
        case logins = "Log-ins"
        case mailboxes = "Mailboxes"
        case exchange = "Exchange"
        case tls = "TLS"
        case ways = "Ways"
        case sessions = "Sessions"
        case faults = "Faults"
    }

    private struct Row: Encodable {
        var section: String
        var what: String
        var server: String
        var exit: Int
        var says: String
    }

    /// Notes one row; an earlier one with the same words is replaced.
    ///
    /// - Parameters:
    ///   - section: The chapter it stands in.
    ///   - what: What was tried, in words that no other row of the chapter has: `PLAIN over STARTTLS`.
    ///   - server: What it was tried against, with its version: `Postfix 3.7.11`.
    ///   - exit: The program's exit code.
    ///   - says: What its user read; what differs from run to run is evened out by ``TriedWords``.
    ///   - names: Words in it, and what the document says instead: `["127.0.0.1:4711": "proxy.example.com:1080"]`.
    ///   - folder: Where rows are kept.
    /// - Throws: ``PeerFailure`` when the file can't be written.
    package static func record(
        _ section: Section, _ what: String, server: String, exit: Int, says: String, names: [String: String] = [:],
        in folder: String = folder
    ) throws {
        let row = Row(
            section: section.rawValue, what: what, server: server, exit: exit,
            says: TriedWords.evened(says, names: names))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(row)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Two that say different things under the same name both stay, and are told apart when the tables are made.
            try bytes.write(to: URL(filePath: "\(folder)/\(fileName(of: row))"), options: .atomic)
        } catch {
            throw PeerFailure("what was tried can't be noted in \(folder)", said: "\(error)")
        }
    }

    /// Where rows are kept until the tables are made.
    package static let folder = "\(Python.packageFolder)/.build/tried"

    /// `tls-expired-certificate-1f3a….json`.
    private static func fileName(of row: Row) -> String {
        let words = "\(row.section) \(row.what)".lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(row.section)\n\(row.what)\n\(row.server)\n\(row.exit)\n\(row.says)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return "\(words.joined(separator: "-").prefix(100))-\(String(hash, radix: 16)).json"
    }
}
