/// An address of a header, in the halves that an ENVELOPE wants (RFC 3501 section 7.4.2).
struct MailAddress: Equatable {
    /// Encoded as it stands; `nil` where there is none.
    var name: String?
    /// `nil` ends a group.
    var local: String?
    /// `nil` begins or ends a group.
    var domain: String?
}

/// Reads the addresses of a field: `Ann <ann@example.com>, team: bob@example.com;`.
struct MailAddressReader {
    private static let most = 2_000

    private enum Token: Equatable {
        case word(String)
        case quoted(String)
        /// Of the parentheses behind an address: old programs put names there.
        case comment(String)
        case special(UInt8)
    }

    private var tokens: [Token] = []

    static func read(_ value: ArraySlice<UInt8>) -> [MailAddress] {
        var reader = MailAddressReader()
        reader.scan(value)
        return reader.addresses()
    }

    private mutating func scan(_ value: ArraySlice<UInt8>) {
        var word: [UInt8] = []
        var position = value.startIndex
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        func end(_ tokens: inout [Token]) {
            if !word.isEmpty { tokens.append(.word(text(word))) }
            word = []
        }
        while position < value.endIndex {
            let byte = value[position]
            position += 1
            switch byte {
            case 0x20, 0x09, 0x0D, 0x0A: end(&tokens)
            case 0x22:
                end(&tokens)
                tokens.append(.quoted(text(Self.until(0x22, opens: nil, value, &position))))
            case 0x28:
                end(&tokens)
                tokens.append(.comment(text(Self.until(0x29, opens: 0x28, value, &position))))
            case 0x3C, 0x3E, 0x2C, 0x3A, 0x3B, 0x40:
                end(&tokens)
                tokens.append(.special(byte))
            default: word.append(byte)
            }
        }
        end(&tokens)
    }

    private static func until(
        _ last: UInt8, opens: UInt8?, _ value: ArraySlice<UInt8>, _ position: inout Int
    ) -> [UInt8] {
        var result: [UInt8] = []
        var depth = 1
        while position < value.endIndex {
            let byte = value[position]
            position += 1
            if byte == 0x5C, position < value.endIndex {
                result.append(value[position])
                position += 1
                continue
            }
            if byte == opens { depth += 1 }
            if byte == last {
                depth -= 1
                if depth == 0 { break }
            }
            if byte != 0x0D, byte != 0x0A { result.append(byte) }
        }
        return result
    }

    private func addresses() -> [MailAddress] {
        var result: [MailAddress] = []
        var piece: [Token] = []
        var isAngled = false
        var isGroup = false
        func flush(_ result: inout [MailAddress]) {
            if let address = Self.address(piece) { result.append(address) }
            piece = []
            isAngled = false
        }
        for token in tokens where result.count < Self.most {
            switch token {
            case .special(0x3C):
                isAngled = true
                piece.append(token)
            case .special(0x2C) where !isAngled || piece.contains(.special(0x3E)): flush(&result)
            case .special(0x3A) where !isAngled:
                result.append(MailAddress(name: nil, local: Self.text(piece, spaced: true), domain: nil))
                piece = []
                isGroup = true
            case .special(0x3B):
                flush(&result)
                if isGroup { result.append(MailAddress(name: nil, local: nil, domain: nil)) }
                isGroup = false
            default: piece.append(token)
            }
        }
        flush(&result)
        return result
    }

    private static func address(_ piece: [Token]) -> MailAddress? {
        guard !piece.isEmpty else { return nil }
        var name: String?
        var path = piece
        if let open = piece.firstIndex(of: .special(0x3C)) {
            name = text(Array(piece[..<open]), spaced: true)
            path = Array(piece[(open + 1)...].prefix { $0 != .special(0x3E) })
            // An old route: `@a,@b:user@host`.
            if let colon = path.lastIndex(of: .special(0x3A)) { path = Array(path[(colon + 1)...]) }
        }
        if name?.isEmpty ?? true {
            name = piece.lazy.compactMap { if case .comment(let text) = $0 { text } else { nil } }.first
        }
        let at = path.lastIndex(of: .special(0x40)) ?? path.endIndex
        let local = text(Array(path[..<at]), spaced: false)
        let domain = at < path.endIndex ? text(Array(path[(at + 1)...]), spaced: false) : ""
        guard !local.isEmpty || !domain.isEmpty else { return nil }
        return MailAddress(name: name.flatMap { $0.isEmpty ? nil : $0 }, local: local, domain: domain)
    }

    private static func text(_ tokens: [Token], spaced: Bool) -> String {
        tokens.compactMap { token in
            switch token {
            case .word(let text), .quoted(let text): text
            case .special(let byte) where byte == 0x40: "@"
            case .special, .comment: nil
            }
        }.joined(separator: spaced ? " " : "")
    }
}
