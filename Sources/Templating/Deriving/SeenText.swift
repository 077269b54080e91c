/// What a reader sees of HTML's text: white space by the rules of CSS, without fillers that nobody sees.
enum SeenText {
    /// White space is collapsed.
    static func collapsed(_ bytes: [UInt8]) -> [FlowStep] {
        var steps: [FlowStep] = []
        var words: [UInt8] = []
        var space: FlowStep?
        /// A joiner counts only between two characters that are seen: in emoji, in Persian.
        var joiner: Unicode.Scalar?
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{0C}":
                space = space ?? .space(isNoBreak: false)
                joiner = nil
            case "\u{A0}":
                space = .space(isNoBreak: true)
                joiner = nil
            case "\u{200C}", "\u{200D}": joiner = scalar
            case _ where isUnseen(scalar): break
            default:
                if let step = space {
                    if words.isEmpty {
                        steps.append(step)
                    } else if case .space(let isNoBreak) = step {
                        words.append(isNoBreak ? "\u{A0}" : " ")
                    }
                    space = nil
                } else if let joiner, !words.isEmpty {
                    words.append(String(joiner))
                }
                joiner = nil
                words.append(String(scalar))
            }
        }
        if !words.isEmpty { steps.append(.words(words)) }
        if let space { steps.append(space) }
        return steps
    }

    /// As it stands, line by line.
    static func preformatted(_ bytes: [UInt8]) -> [FlowStep] {
        var steps: [FlowStep] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            if number > 0 { steps.append(.newLine) }
            let words = line.filter { $0 != 0x0D }
            if !words.isEmpty { steps.append(.words(words)) }
        }
        return steps
    }

    /// Soft hyphens, zero-width spaces and the like.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{AD}", "\u{34F}", "\u{200B}", "\u{2060}", "\u{FEFF}", "\u{0}": true
        default: false
        }
    }
}
