/// What a Content-Type or Content-Disposition says, in small letters but for the parameters' values.
struct MailContentType {
    var type: String
    var subtype: String
    var parameters: [(name: String, value: String)]

    static let plain = MailContentType(type: "text", subtype: "plain", parameters: [("charset", "us-ascii")])
    static let letter = MailContentType(type: "message", subtype: "rfc822", parameters: [])

    private init(type: String, subtype: String, parameters: [(name: String, value: String)]) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// - Returns: `nil` when it is no `type/subtype`.
    init?(_ value: ArraySlice<UInt8>) {
        let (word, parameters) = Self.read(value)
        let halves = word.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.init(type: String(halves[0]), subtype: String(halves[1]), parameters: parameters)
    }

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// A word and its parameters, as of `attachment; filename="a.pdf"`.
    static func read(_ value: ArraySlice<UInt8>) -> (word: String, parameters: [(name: String, value: String)]) {
        var pieces: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        // A name ends at the first `=`; what is quoted keeps its spaces.
        for byte in value where byte != 0x0D && byte != 0x0A {
            if isEscaped {
                pieces[pieces.count - 1].append(byte)
                isEscaped = false
            } else if isQuoted, byte == 0x5C {
                isEscaped = true
            } else if byte == 0x22 {
                isQuoted.toggle()
            } else if byte == 0x3B, !isQuoted {
                guard pieces.count < 100 else { break }
                pieces.append([])
            } else if isQuoted || byte != 0x20 && byte != 0x09 {
                pieces[pieces.count - 1].append(byte)
            }
        }
        let parameters = pieces.dropFirst().compactMap { piece -> (name: String, value: String)? in
            guard let equals = piece.firstIndex(of: 0x3D), equals > 0 else { return nil }
            let name = String(decoding: piece[..<equals], as: UTF8.self).lowercased()
            return (name, String(decoding: piece[(equals + 1)...], as: UTF8.self))
        }
        return (String(decoding: pieces[0], as: UTF8.self).lowercased(), parameters)
    }
}
