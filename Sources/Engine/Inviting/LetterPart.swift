import Attributes

/// A part of a composed letter, read just far enough to see how it is built.
///
/// For the linter alone: it looks at what we wrote ourselves, and shares no code with what wrote it.
struct LetterPart {
    /// Names in lower case; values unfolded.
    private(set) var fields: [(name: String, value: String)] = []
    private(set) var body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        body = bytes
        while let end = Self.endOfLine(body) {
            let line = String(decoding: body[body.startIndex..<end], as: UTF8.self)
            body = body[(end + 2)...]
            if line.isEmpty { return }
            if line.first?.isWhitespace ?? false, !fields.isEmpty {
                fields[fields.count - 1].value += " " + line.trimmingWhitespace()
            } else if let colon = line.firstIndex(of: ":") {
                let value = String(line[line.index(after: colon)...]).trimmingWhitespace()
                fields.append((line[..<colon].lowercased(), value))
            }
        }
    }

    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// `multipart/mixed`, in lower case.
    var type: String {
        (field("content-type") ?? "text/plain").prefix { $0 != ";" }.lowercased().trimmingWhitespace()
    }

    /// A parameter of the content type, without its quotes.
    func parameter(_ name: String) -> String? {
        for part in (field("content-type") ?? "").split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, String(halves[0]).trimmingWhitespace().lowercased() == name else { continue }
            let value = String(halves[1]).trimmingWhitespace()
            return value.hasPrefix("\"") && value.hasSuffix("\"") && value.count > 1
                ? String(value.dropFirst().dropLast()) : value
        }
        return nil
    }

    var disposition: String {
        (field("content-disposition") ?? "").prefix { $0 != ";" }.lowercased().trimmingWhitespace()
    }

    /// The parts of a multipart, in their order.
    var children: [LetterPart] {
        guard type.hasPrefix("multipart/"), let boundary = parameter("boundary") else { return [] }
        let mark = Array("--\(boundary)".utf8)
        var starts: [(mark: Int, content: Int)] = []
        var line = body.startIndex
        while line < body.endIndex {
            let end = Self.endOfLine(body[line...]) ?? body.endIndex
            if body[line..<end].starts(with: mark) {
                starts.append((line, min(end + 2, body.endIndex)))
            }
            line = min(end + 2, body.endIndex)
        }
        return zip(starts, starts.dropFirst()).map { start, next in
            LetterPart(body[start.content..<max(start.content, next.mark - 2)])
        }
    }

    /// The body without its transfer encoding; `nil` when it is not base64.
    var decodedBase64: [UInt8]? {
        guard field("content-transfer-encoding")?.lowercased() == "base64" else { return nil }
        return try? Base64.decode(String(decoding: body, as: UTF8.self), atMost: body.count)
    }

    /// Where the line's CRLF begins.
    private static func endOfLine(_ bytes: ArraySlice<UInt8>) -> Int? {
        var position = bytes.startIndex
        while let found = bytes[position...].firstIndex(of: 0x0D) {
            if found + 1 < bytes.endIndex, bytes[found + 1] == 0x0A { return found }
            position = found + 1
        }
        return nil
    }
}
