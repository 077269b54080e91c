/// Makes text of bytes in any charset, whatever is said about them.
///
/// One for each letter: converters are kept, and a charset that was named for a text serves where none is.
final class TextDecoder {
    private var converters: [String: CharsetConverter] = [:]
    /// What a text of the letter is in, for headers that say nothing.
    var hint: String?

    /// The text, and whether the charset that was named is wrong or unknown.
    ///
    /// Valid UTF-8 is UTF-8, whatever is said; else what is said counts; else it is guessed.
    func text(_ bytes: ArraySlice<UInt8>, in label: String?) -> (text: String, isMended: Bool) {
        let name = label.flatMap { Charset.name(of: $0) }
        if let name, Charset.isSpecial(name), let converted = convert(bytes, from: name), converted.mistakes == 0 {
            return (converted.text, false)
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            return (text, name.map { $0 != "UTF-8" && $0 != "CP1252" && !bytes.allSatisfy { $0 < 0x80 } } ?? false)
        }
        // ASCII can't have these bytes; who says UTF-8 or ASCII has said nothing.
        if let name, name != "UTF-8", !isASCII(label), let converted = convert(bytes, from: name) {
            if converted.mistakes == 0 { return (converted.text, false) }
            // A few broken bytes in a charset that has invalid ones are rather damage than another charset.
            if Charset.isSpecial(name), converted.mistakes * 20 <= bytes.count { return (converted.text, true) }
        }
        if name == "UTF-8", isMostlyUTF8(bytes) { return (String(decoding: bytes, as: UTF8.self), true) }
        return (guess(bytes), true)
    }

    /// What the bytes, which are no UTF-8, are most likely.
    private func guess(_ bytes: ArraySlice<UInt8>) -> String {
        if let hint, hint != "UTF-8", hint != "CP1252", let converted = convert(bytes, from: hint),
            converted.mistakes == 0
        {
            return converted.text
        }
        if let charset = CyrillicGuess.charset(of: bytes), let converted = convert(bytes, from: charset) {
            return converted.text
        }
        if let converted = convert(bytes, from: "CP1252"), converted.mistakes == 0 { return converted.text }
        // Latin-1: every byte is the character of its number.
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private func isASCII(_ label: String?) -> Bool { label?.lowercased().contains("ascii") ?? true }

    /// Whether there is at least as much right UTF-8 as what is none: a text that was cut, or damaged.
    private func isMostlyUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        var right = 0
        var wrong = 0
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): if !scalar.isASCII { right += 1 }
            case .error: wrong += 1
            case .emptyInput: return right > wrong
            }
        }
    }

    private func convert(_ bytes: ArraySlice<UInt8>, from name: String) -> (text: String, mistakes: Int)? {
        if let converter = converters[name] { return converter.convert(bytes) }
        guard let converter = CharsetConverter(from: name) else { return nil }
        converters[name] = converter
        return converter.convert(bytes)
    }
}
