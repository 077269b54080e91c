/// Looks for single fields in a letter's bytes without reading the letter.
package enum HeaderScan {
    /// How far is looked: what is further down is not found.
    package static let reach = LetterLimits.standard.headers

    /// Whether the header has a field of that name, written as it is here.
    package static func has(_ name: String, in bytes: [UInt8]) -> Bool {
        let wanted = Array("\(name):".utf8)
        var start = 0
        let end = min(bytes.count, reach)
        while start < end {
            let line = bytes[start..<end].prefix { $0 != 0x0A }
            if line.isEmpty || line.elementsEqual([0x0D]) { return false }
            if line.starts(with: wanted) { return true }
            start += line.count + 1
        }
        return false
    }

    /// The letter's Message-ID with its angle brackets, the same as ``LetterReader`` finds.
    ///
    /// - Returns: `nil` when the header has none.
    package static func messageID(in bytes: [UInt8]) -> String? {
        var flaws = Flaws()
        let bytes = LetterSource.mended(bytes, &flaws)
        let scan = FieldScan(bytes, from: LetterSource.start(of: bytes, &flaws), limit: reach) { _ in false }
        for field in scan.fields where field.name == .messageID {
            if let id = MessageIDs.first(bytes, field.value) { return id }
        }
        return nil
    }
}
