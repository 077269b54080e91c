/// What a call is about: the path in its segments, and the query.
struct Target: Hashable, Sendable {
    /// Decoded; a slash within a segment stays one.
    var segments: [String]
    /// In their order; decoded.
    var query: [Parameter]

    struct Parameter: Hashable, Sendable {
        var name: String
        var value: String
    }

    private static let mostParameters = 100

    /// Reads `/v1/messages?state=held%2Cdeferred`.
    ///
    /// `nil` for what is no path, or has bytes that are no UTF-8 behind its percent signs.
    init?(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, path.hasPrefix("/"), !text.utf8.contains(UInt8(ascii: "#")) else { return nil }
        segments = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = Self.decoded(part, plusIsSpace: false) else { return nil }
            segments.append(segment)
        }
        query = []
        guard parts.count == 2 else { return }
        for part in parts[1].split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(pair[0], plusIsSpace: true),
                let value = Self.decoded(pair.count == 2 ? pair[1] : "", plusIsSpace: true),
                query.count < Self.mostParameters
            else { return nil }
            query.append(Parameter(name: name, value: value))
        }
    }

    private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}
