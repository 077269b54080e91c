import FoundationEssentials

/// A letter as an independent reader found it in a mailbox: its bytes, and what Python's `email` makes of them.
package struct ReceivedLetter: Sendable, Decodable {
    /// The IMAP UID.
    package let uid: Int

    /// The IMAP flags: `\Seen`, `\Recent`.
    package let flags: [String]

    /// Every byte that the server stores, with CRLF line ends.
    package let raw: [UInt8]

    /// Name and decoded, unfolded value of each header, in order, the servers' own included.
    package let headers: [[String]]

    /// What the reader found wrong anywhere in the letter, as `InvalidBase64PaddingDefect`; empty for a good one.
    package let defects: [String]

    /// The MIME tree, each part before its children; the first is the letter itself.
    package let parts: [ReceivedPart]

    /// Values of all headers of that name, in any case, decoded.
    package func all(_ name: String) -> [String] {
        headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
    }

    /// The decoded value of the first header of that name.
    package subscript(_ name: String) -> String? { all(name).first }

    /// The first part of that type: `letter.part("text/calendar")?.text`.
    package func part(_ type: String) -> ReceivedPart? { parts.first { $0.type == type } }

    /// The types of the tree, indented by two spaces a level: one line a part.
    package var structure: String {
        parts.map { String(repeating: "  ", count: $0.depth) + $0.type }.joined(separator: "\n")
    }

    /// The bytes as the sender handed them over: without the lines that the servers put before them.
    package var submitted: [UInt8] {
        let traces = ["return-path:", "delivered-to:", "received:"]
        var start = raw.startIndex
        var inTrace = false
        while start < raw.endIndex {
            let end = raw[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? raw.endIndex
            let isFolded = raw[start] == UInt8(ascii: " ") || raw[start] == UInt8(ascii: "\t")
            if !isFolded {
                let line = String(decoding: raw[start..<end].prefix(16), as: UTF8.self).lowercased()
                inTrace = traces.contains { line.hasPrefix($0) }
            }
            if !inTrace { break }
            start = end
        }
        return Array(raw[start...])
    }

    private enum CodingKeys: String, CodingKey { case uid, flags, raw, headers, defects, parts }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        uid = try fields.decode(Int.self, forKey: .uid)
        flags = try fields.decode([String].self, forKey: .flags)
        raw = Array(try fields.decode(Data.self, forKey: .raw))
        headers = try fields.decode([[String]].self, forKey: .headers)
        defects = try fields.decode([String].self, forKey: .defects)
        parts = try fields.decode([ReceivedPart].self, forKey: .parts)
    }
}
