/// The parameters of a Content-Type or Content-Disposition, as its bytes have them.
struct FieldParameters {
    /// A stretch of a value: `filename*1*=…`.
    private struct Segment {
        var number: Int
        var isEncoded: Bool
        var bytes: [UInt8]
    }

    /// More of one value are not looked at.
    private static let mostSegments = 200
    private static let most = 100

    private var plain: [(name: String, bytes: [UInt8])] = []
    private var segments: [String: [Segment]] = [:]

    init() {}

    /// - Parameter text: What stands behind the first `;`.
    init(_ text: ArraySlice<UInt8>) {
        var position = text.startIndex
        while position < text.endIndex, plain.count + segments.count < Self.most {
            while position < text.endIndex, text[position].isFieldSpace || text[position] == 0x3B { position += 1 }
            var end = position
            while end < text.endIndex, text[end] != 0x3D, text[end] != 0x3B { end += 1 }
            let name = String(decoding: text[position..<end].trimmed, as: UTF8.self).lowercased()
            position = end
            guard position < text.endIndex, text[position] == 0x3D else { continue }
            position += 1
            let value = Self.value(text, &position)
            if !name.isEmpty { add(name, value) }
        }
    }

    /// A value of ASCII by its name in small letters; encoded words are left alone.
    subscript(name: String) -> String? {
        guard
            let found = plain.first(where: { $0.name == name })?.bytes ?? segments[name].map({ Self.joined($0).bytes })
        else { return nil }
        return FieldText.harmless(String(decoding: found, as: UTF8.self))
    }

    /// A value in whatever way it is written, the extended one (RFC 2231) first.
    func text(_ name: String, _ decoder: TextDecoder) -> String? {
        if let all = segments[name] {
            let value = Self.joined(all)
            let hasWords = value.charset == nil && value.bytes.position(of: "=?") != nil
            if hasWords { return EncodedWords.text(value.bytes[...], decoder) }
            return FieldText.harmless(decoder.text(value.bytes[...], in: value.charset).text)
        }
        guard let found = plain.first(where: { $0.name == name }) else { return nil }
        // QUIRK: names in UTF-8 written as in URLs, by some web mailers.
        if found.bytes.contains(UInt8(ascii: "%")), let bytes = Self.unescaped(found.bytes),
            bytes.contains(where: { $0 >= 0x80 }), let text = String(validating: bytes, as: UTF8.self)
        {
            return FieldText.harmless(text)
        }
        return EncodedWords.text(found.bytes[...].trimmed, decoder)
    }

    // MARK: Reading

    private static func value(_ text: ArraySlice<UInt8>, _ position: inout Int) -> [UInt8] {
        while position < text.endIndex, text[position].isFieldSpace { position += 1 }
        guard position < text.endIndex, text[position] == 0x22 else {
            let end = text[position...].firstIndex(of: 0x3B) ?? text.endIndex
            let value = text[position..<end].trimmed
            position = end
            // A comment behind it: `us-ascii (plain)`.
            guard value.last == UInt8(ascii: ")"), let open = value.firstIndex(of: UInt8(ascii: "(")),
                open > value.startIndex, value[open - 1].isFieldSpace
            else { return Array(value) }
            return Array(value[..<open].trimmed)
        }
        position += 1
        var value: [UInt8] = []
        while position < text.endIndex, text[position] != 0x22 {
            // QUIRK: names with the backslashes of Windows folders, which escape nothing.
            if text[position] == 0x5C, position + 1 < text.endIndex, [0x22, 0x5C].contains(text[position + 1]) {
                position += 1
            }
            value.append(text[position])
            position += 1
        }
        position = text[position...].firstIndex(of: 0x3B) ?? text.endIndex
        return value
    }

    private mutating func add(_ name: String, _ value: [UInt8]) {
        guard let star = name.firstIndex(of: "*") else {
            if !plain.contains(where: { $0.name == name }) { plain.append((name, value)) }
            return
        }
        var number = name[name.index(after: star)...]
        let isEncoded = number.isEmpty || number.last == "*"
        if number.last == "*" { number.removeLast() }
        guard let place = number.isEmpty ? 0 : Int(number), place >= 0 else { return }
        let base = String(name[..<star])
        guard segments[base, default: []].count < Self.mostSegments else { return }
        segments[base, default: []].append(Segment(number: place, isEncoded: isEncoded, bytes: value))
    }

    private static func joined(_ segments: [Segment]) -> (bytes: [UInt8], charset: String?) {
        let sorted = segments.sorted { $0.number < $1.number }
        var charset: String?
        var bytes: [UInt8] = []
        var last = -1
        for segment in sorted where segment.number != last {
            last = segment.number
            guard segment.isEncoded else {
                bytes += segment.bytes
                continue
            }
            var rest = segment.bytes[...]
            // Charset, language and text, each behind a quote; some leave the first two out with their quotes.
            if bytes.isEmpty, let first = rest.firstIndex(of: 0x27),
                let second = rest[(first + 1)...].firstIndex(of: 0x27)
            {
                charset = String(decoding: rest[..<first], as: UTF8.self)
                rest = rest[(second + 1)...]
            }
            bytes += unescaped(Array(rest)) ?? Array(rest)
        }
        return (bytes, charset)
    }

    /// Without percent signs; `nil` when there are none with two digits behind.
    private static func unescaped(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var position = 0
        var isChanged = false
        while position < text.count {
            if text[position] == 0x25, position + 2 < text.count, let high = EncodedWords.hex(text[position + 1]),
                let low = EncodedWords.hex(text[position + 2])
            {
                bytes.append(high << 4 | low)
                position += 3
                isChanged = true
            } else {
                bytes.append(text[position])
                position += 1
            }
        }
        return isChanged ? bytes : nil
    }
}

extension ContentType {
    /// Reads a Content-Type; one that can't be understood is `text/plain`, as RFC 2045 §5.2 asks for.
    static func read(_ bytes: [UInt8], _ range: Range<Int>, _ flaws: inout Flaws) -> ContentType {
        let value = FieldText.unfolded(bytes, range)
        let end = value.position(of: 0x3B) ?? value.count
        let words = value[..<end].filter { !$0.isFieldSpace }
        let parameters = end < value.count ? FieldParameters(value[(end + 1)...]) : FieldParameters()
        let name = words.prefix { $0 != UInt8(ascii: "(") }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let halves = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ half in !half.isEmpty && half.allSatisfy(isNameByte) }) else {
            flaws.add("A content type can't be understood.")
            return ContentType(type: "text", subtype: "plain", parameters: parameters)
        }
        return ContentType(
            type: String(decoding: halves[0], as: UTF8.self), subtype: String(decoding: halves[1], as: UTF8.self),
            parameters: parameters)
    }

    /// RFC 2045 §5.1 `token`.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"()<>@,;:\\\"/[]?=".utf8.contains(byte)
    }
}
