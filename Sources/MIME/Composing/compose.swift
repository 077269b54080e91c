internal import Attributes

/// Writes a letter as bytes: CRLF line ends, no line over 998 octets, 7-bit throughout.
///
/// The same draft always gives the same bytes. Bcc recipients have no place in a draft: they stand in the envelope only.
///
/// - Throws: Every flaw at once; a line break or NUL in a header's value is one, and is never stripped silently.
package func compose(_ draft: Draft) throws(ComposeProblem) -> Content {
    var writer = LetterWriter(boundarySeed: draft.messageID, capacity: draft.roughSize)
    writer.fields(of: draft)
    writer.body(Part(draft))
    return try writer.finish()
}

extension Draft {
    /// About as many bytes as the letter will have in memory, so that its buffer is allocated once.
    fileprivate var roughSize: Int {
        let texts = (plainBody?.count ?? 0) + (htmlBody?.count ?? 0)
        let files = (attached + inline).reduce(0) { sum, file in
            switch file.document.content {
            case .bytes(let bytes): sum + bytes.count
            case .file: sum
            }
        }
        return 2048 + (texts + files + 2 * (invitation?.calendar.count ?? 0)) * 3 / 2
    }
}
