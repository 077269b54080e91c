/// Reads a plain text for turning it into HTML: its lines, and the addresses in it that can be followed.
enum PlainLines {
    static func steps(of parts: [Template.Part]) -> [FlowStep] {
        var steps: [FlowStep] = []
        for (number, part) in parts.enumerated() {
            switch part {
            case .constant(let bytes):
                append(bytes, to: &steps, isAfterHole: number > 0, isBeforeHole: number < parts.count - 1)
            case .hole(let hole): steps.append(.hole(hole.escaped(Escape(markup: .htmlLines))))
            case .section(let section, let inner): steps.append(.section(section, self.steps(of: inner)))
            // Only HTML has one in plain text's place, and it is no plain text any more.
            case .flow: break
            }
        }
        return steps
    }

    private static func append(_ bytes: [UInt8], to steps: inout [FlowStep], isAfterHole: Bool, isBeforeHole: Bool) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            if number > 0 { steps.append(.newLine) }
            let start = line.firstIndex { !isBlank($0) } ?? line.endIndex
            let end = line.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
            for byte in line[..<start] where byte != 0x0D { steps.append(.space(isNoBreak: false)) }
            guard start < end else { continue }
            // A word that goes on in a value is not all that it seems.
            let isBegun = isAfterHole && number == 0 && start == line.startIndex
            let isUnended = isBeforeHole && number == lines.count - 1 && end == line.endIndex
            steps.append(.words(words(line[start..<end], isBegun: isBegun, isUnended: isUnended)))
            for byte in line[end...] where byte != 0x0D { steps.append(.space(isNoBreak: false)) }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func words(_ line: ArraySlice<UInt8>, isBegun: Bool, isUnended: Bool) -> [UInt8] {
        var result: [UInt8] = []
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        for (number, word) in words.enumerated() {
            if number > 0 { result.append(0x20) }
            let isPart = isBegun && number == 0 || isUnended && number == words.count - 1
            let text = String(decoding: word, as: UTF8.self)
            if !isPart, let link = address(in: text) {
                escape(text[..<link.lowerBound], to: &result)
                result.append("<a href=\"")
                escape(text[link], to: &result)
                result.append("\">")
                escape(text[link], to: &result)
                result.append("</a>")
                escape(text[link.upperBound...], to: &result)
            } else {
                escape(text[...], to: &result)
            }
        }
        return result
    }

    private static func escape(_ text: Substring, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: Escape(markup: .html).escaped(String(text)))
    }

    /// The address in a word, without the punctuation around it.
    private static func address(in word: String) -> Range<String.Index>? {
        for scheme in ["https://", "http://", "mailto:"] {
            let lowered = word.lowercased()
            guard lowered.utf8.count == word.utf8.count, let found = lowered.firstRange(of: scheme) else { continue }
            // The same offsets hold, since no byte came or went.
            let offset = lowered.utf8.distance(from: lowered.startIndex, to: found.lowerBound)
            let start = word.utf8.index(word.startIndex, offsetBy: offset)
            if start > word.startIndex, word[word.index(before: start)].isLetter { continue }
            var link = word[start...].prefix { !"<>\"«»“”".contains($0) }
            while let last = link.last, ".,;:!?'’…)]}".contains(last) {
                if last == ")", link.contains("(") { break }
                link.removeLast()
            }
            if link.utf8.count > scheme.utf8.count { return link.startIndex..<link.endIndex }
        }
        return nil
    }
}
