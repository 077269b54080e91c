extension AddressGrammar {
    /// Whether an address is of the usual kind, `ivan.petrov@mail.example.com`, which needs no closer look: plain words and dots before one @, Latin
    /// labels after it.
    ///
    /// - Returns: How many bytes stand before the @; `nil` for all that is wrong, and for all that is right in a rarer way.
    static func plainLocalLength(_ address: borrowing Span<UInt8>) -> Int? {
        guard address.count <= EmailAddress.longest else { return nil }
        var at: Int?
        // Where the word or label that stands here began.
        var start = 0
        for place in 0..<address.count {
            let byte = address[place]
            switch kinds[Int(byte)] {
            case .both: continue
            case .local where at == nil: continue
            case .dot where place > start: break
            case .at where at == nil && place > start && place <= EmailAddress.longestLocalPart: at = place
            default: return nil
            }
            if let at, at < place, !isLabel(address, start, place) { return nil }
            start = place + 1
        }
        guard let at, isLabel(address, start, address.count), address.count - at - 1 <= DomainName.longest else {
            return nil
        }
        return at
    }

    private static func isLabel(_ address: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return start < end && end - start <= DomainName.longestLabel && address[start] != hyphen
            && address[end - 1] != hyphen
    }

    private enum Kind: UInt8 {
        case other
        /// May stand before the @ and after it.
        case both
        /// RFC 5321's atext beyond that.
        case local
        case dot
        case at
    }

    private static let kinds: [Kind] = (0..<256).map { code in
        switch Unicode.Scalar(UInt8(code)) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": .both
        case "!", "#", "$", "%", "&", "'", "*", "+", "/", "=", "?", "^", "`", "{", "|", "}", "~": .local
        case ".": .dot
        case "@": .at
        default: .other
        }
    }
}
