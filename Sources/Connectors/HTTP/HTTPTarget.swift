internal import Connecting
internal import Wire

/// A connection's URL with an entry's path behind it.
enum HTTPTarget {
    /// - Parameters:
    ///   - url: `https://bpm.example.com/engine?tenant=1`
    ///   - path: `/messages/Inv-7?kind=claim`; its values come from letters.
    /// - Returns: `https://bpm.example.com/engine/messages/Inv-7?tenant=1&kind=claim`
    /// - Throws: `settingsWrong` for a path with `..` in it, which would lead elsewhere.
    static func url(_ url: String, _ path: String?) throws(Failure) -> String {
        guard let path, !path.isEmpty else { return url }
        let (base, query) = halves(url)
        let (more, moreQuery) = halves(encoded(path))
        for segment in more.split(separator: "/") {
            let plain = segment.replacing("%2e", with: ".").replacing("%2E", with: ".")
            guard plain != ".", plain != ".." else {
                throw Failure(
                    .settingsWrong, .never, "the path '\(PlainText.printable(path))' leads out of the connection's URL",
                    help: "check 'path:' of the route's entry: an attribute may hold what does not belong there")
            }
        }
        let trimmed = base.hasSuffix("/") ? base.dropLast() : base[...]
        let joined = "\(trimmed)/\(more.drop { $0 == "/" })"
        let queries = [query, moreQuery].compactMap(\.self).filter { !$0.isEmpty }
        return queries.isEmpty ? joined : "\(joined)?\(queries.joined(separator: "&"))"
    }

    private static func halves(_ text: String) -> (path: String, query: String?) {
        guard let mark = text.firstIndex(of: "?") else { return (text, nil) }
        return (String(text[..<mark]), String(text[text.index(after: mark)...]))
    }

    /// The text with all encoded that no URL may hold as it is; a `%` with two digits behind it stays.
    private static func encoded(_ text: String) -> String {
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let isPlain =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                case UInt8(ascii: "%"): bytes[(index + 1)...].prefix(2).count(where: isHexadecimal) == 2
                default: "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
                }
            if isPlain {
                result.append(byte)
            } else {
                result += Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
