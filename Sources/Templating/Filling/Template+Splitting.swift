extension Template {
    /// The texts between the separators that stand in the template itself, without the spaces around each; blank ones are left out.
    ///
    /// A separator in a value separates nothing: `A; <Name>` has two texts whatever the name.
    package func split(on separator: UInt8 = UInt8(ascii: ";")) -> [Template] {
        var texts: [[Part]] = [[]]
        for part in parts {
            guard case .constant(let bytes) = part else {
                texts[texts.count - 1].append(part)
                continue
            }
            for (number, piece) in bytes.split(separator: separator, omittingEmptySubsequences: false).enumerated() {
                if number > 0 { texts.append([]) }
                if !piece.isEmpty { texts[texts.count - 1].append(.constant(Array(piece))) }
            }
        }
        return texts.map { Template($0.trimmed, in: place) }.filter { !$0.parts.isEmpty }
    }
}

extension [Template.Part] {
    /// The same parts without spaces at the beginning and at the end.
    fileprivate var trimmed: [Template.Part] {
        var parts = self
        if case .constant(let bytes) = parts.first {
            let rest = bytes.drop(while: \.isSpace)
            parts[0] = .constant([UInt8](rest))
            if rest.isEmpty { parts.removeFirst() }
        }
        if case .constant(var bytes) = parts.last {
            while let last = bytes.last, last.isSpace { bytes.removeLast() }
            parts[parts.count - 1] = .constant(bytes)
            if bytes.isEmpty { parts.removeLast() }
        }
        return parts
    }
}
