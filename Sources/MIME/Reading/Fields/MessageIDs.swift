/// Message-IDs in a field.
enum MessageIDs {
    /// More are not kept: no thread is that long.
    static let most = 1000
    /// RFC 5322 §2.1.1: no line is longer, so no id is.
    static let longest = 998

    /// The one of a Message-ID field.
    static func first(_ bytes: [UInt8], _ value: Range<Int>) -> String? {
        all(in: FieldText.unfolded(bytes, value)[...], isSingle: true).first
    }

    /// All that stand in an unfolded value, with their angle brackets.
    ///
    /// Without any brackets, words with an `@` count; only where a single id is meant may a word without one count too.
    static func all(in value: ArraySlice<UInt8>, isSingle: Bool = false) -> [String] {
        var ids: [String] = []
        var position = value.startIndex
        while ids.count < most, let open = value[position...].firstIndex(of: 0x3C) {
            guard let close = value[(open + 1)...].firstIndex(of: 0x3E) else { break }
            // Of `<a <b>` the last is meant.
            let start = value[open..<close].lastIndex(of: 0x3C) ?? open
            let inner = value[(start + 1)..<close].filter { !$0.isFieldSpace }
            if let id = bracketed(inner[...]) { ids.append(id) }
            position = close + 1
            if isSingle, !ids.isEmpty { break }
        }
        if !ids.isEmpty { return ids }
        let words = value.split { $0.isFieldSpace || $0 == 0x2C || $0 == 0x3C || $0 == 0x3E }
        if isSingle, words.count == 1 { return bracketed(words[0]).map { [$0] } ?? [] }
        return words.filter { $0.contains(0x40) }.prefix(isSingle ? 1 : most).compactMap { bracketed($0) }
    }

    private static func bracketed(_ inner: ArraySlice<UInt8>) -> String? {
        guard !inner.isEmpty, inner.count <= longest else { return nil }
        return FieldText.harmless("<\(String(decoding: inner, as: UTF8.self))>")
    }
}
