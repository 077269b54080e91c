/// An iCalendar object's content lines, unfolded, with what is wrong with their form.
struct CalendarLines {
    /// A content line: `ATTENDEE;CN=Ivan:mailto:ivan@example.com`.
    struct Line {
        /// In upper case.
        var name: String
        /// Names in upper case, values without quotes.
        var parameters: [String: String]
        var value: String
        /// The components that it stands in, from the outermost: `VCALENDAR`, `VEVENT`.
        var path: [String]
    }

    private(set) var lines: [Line] = []
    /// Of the form alone, a sentence each.
    private(set) var flaws: [String] = []

    /// RFC 5545 section 3.1.
    private static let longest = 75

    init(_ bytes: [UInt8]) {
        var path: [String] = []
        for text in unfold(bytes) {
            guard let line = Self.line(text, in: path) else {
                flaws.append("a calendar line has no value: '\(text.shortened())'")
                continue
            }
            switch line.name {
            case "BEGIN": path.append(line.value.uppercased())
            case "END":
                if path.popLast() != line.value.uppercased() {
                    flaws.append("END:\(line.value) ends nothing that began")
                }
            default: lines.append(line)
            }
        }
        if !path.isEmpty { flaws.append("BEGIN:\(path[0]) has no END") }
    }

    func all(_ name: String, in component: String) -> [Line] {
        lines.filter { $0.name == name && $0.path.last == component }
    }

    func value(_ name: String, in component: String) -> String? { all(name, in: component).first?.value }

    private mutating func unfold(_ bytes: [UInt8]) -> [String] {
        var logical: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            var line = bytes[start..<end]
            if end == bytes.count || line.last != 0x0D { flaws.append("a calendar line does not end with CRLF") }
            if line.last == 0x0D { line = line.dropLast() }
            if line.count > Self.longest {
                flaws.append("a calendar line has \(line.count) octets, more than \(Self.longest)")
            }
            if String(validating: line, as: UTF8.self) == nil {
                flaws.append("a calendar line is folded inside a character")
            }
            if line.first == 0x20 || line.first == 0x09, !logical.isEmpty {
                logical[logical.count - 1] += line.dropFirst()
            } else {
                logical.append(Array(line))
            }
            start = end + 1
        }
        return logical.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func line(_ text: String, in path: [String]) -> Line? {
        // By scalars: a quote with a combining mark behind it is one character, and a quote all the same.
        let scalars = text.unicodeScalars
        var isQuoted = false
        var cuts: [String.Index] = []
        var end: String.Index?
        for index in scalars.indices {
            if scalars[index] == "\"" { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if scalars[index] == ";" { cuts.append(index) }
            if scalars[index] == ":" {
                end = index
                break
            }
        }
        guard let end else { return nil }
        let bounds = cuts + [end]
        var parameters: [String: String] = [:]
        for (from, to) in zip(bounds, bounds.dropFirst()) {
            let halves = scalars[scalars.index(after: from)..<to].split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { continue }
            let value = String.UnicodeScalarView(halves[1].filter { $0 != "\"" })
            parameters[String(halves[0]).uppercased()] = String(value)
        }
        return Line(
            name: text[..<bounds[0]].uppercased(), parameters: parameters,
            value: String(text[scalars.index(after: end)...]),
            path: path)
    }
}
