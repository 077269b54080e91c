import Diagnostics

extension PlacedText {
    /// The stretches between separators, without the spaces around them, blank ones too; what stands in `<…>` or `{…}` separates nothing.
    ///
    ///     a@x.org; <Cc|b@x.org;c@x.org>
    func pieces(separatedBy separator: UInt8) -> [PlacedText] {
        let bytes = Array(text.utf8)
        var pieces: [PlacedText] = []
        var start = trimmed(bytes, 0..<bytes.count).lowerBound
        let end = trimmed(bytes, 0..<bytes.count).upperBound
        var position = start
        while position < end {
            if let closer = Self.closer(of: bytes[position]),
                let close = bytes[position..<end].firstIndex(of: closer)
            {
                position = close
            } else if bytes[position] == separator {
                pieces.append(slice(trimmed(bytes, start..<position)))
                start = position + 1
            }
            position += 1
        }
        pieces.append(slice(trimmed(bytes, start..<max(start, end))))
        return pieces
    }

    private static func closer(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        default: nil
        }
    }

    private func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = bytes[range].firstIndex(where: { !isSpace($0) }),
            let last = bytes[range].lastIndex(where: { !isSpace($0) })
        else { return range.lowerBound..<range.lowerBound }
        return first..<last + 1
    }
}

extension String {
    func trimmingWhitespace() -> String {
        if let first = utf8.first, let last = utf8.last, first.isVisible, last.isVisible { return self }
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...end])
    }
}

extension UInt8 {
    /// ASCII that is neither a space nor a control character.
    fileprivate var isVisible: Bool { (0x21...0x7E).contains(self) }
}
