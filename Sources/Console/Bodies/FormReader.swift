import Diagnostics

/// Takes a form apart: RFC 7578, multipart by RFC 2046 section 5.1.
struct FormReader {
    struct Part {
        var name: String
        /// `nil` for a part that is no file.
        var fileName: String?
        var type: String?
        /// Where its bytes stand in the body.
        var content: Range<Int>

        var isJSON: Bool { type.flatMap(MediaType.init)?.name == "application/json" }
    }

    /// Bytes of a part's header.
    private static let longestHead = 8_192

    private let body: [UInt8]
    private let delimiter: [UInt8]
    private var at: Int?

    init(_ body: [UInt8], boundary: String) {
        self.body = body
        delimiter = Array("--\(boundary)".utf8)
    }

    /// The next part; `nil` behind the last.
    mutating func next() throws(Problem) -> Part? {
        if at == nil { at = try start() }
        guard let place = at, try !isClose(place) else { return nil }
        let headStart = try line(after: place)
        guard let headEnd = find([0x0D, 0x0A, 0x0D, 0x0A], from: headStart - 2, atMost: Self.longestHead) else {
            throw Self.problem(
                "a part has no blank line behind its headers, or more than \(Self.longestHead) bytes of them")
        }
        let contentStart = headEnd + 4
        guard let end = find([0x0D, 0x0A] + delimiter, from: contentStart - 2, atMost: body.count) else {
            throw Self.problem("its last boundary is missing: it was cut off")
        }
        at = end + 2 + delimiter.count
        let head = headStart <= headEnd ? body[headStart..<headEnd] : []
        return try part(Array(head), content: min(contentStart, end)..<end)
    }

    /// Behind the first delimiter.
    private func start() throws(Problem) -> Int {
        if body.starts(with: delimiter) { return delimiter.count }
        guard let place = find([0x0D, 0x0A] + delimiter, from: 0, atMost: body.count) else {
            throw Self.problem("the boundary that 'Content-Type' names does not occur in it")
        }
        return place + 2 + delimiter.count
    }

    private func isClose(_ place: Int) throws(Problem) -> Bool {
        place + 1 < body.count && body[place] == UInt8(ascii: "-") && body[place + 1] == UInt8(ascii: "-")
    }

    private func line(after place: Int) throws(Problem) -> Int {
        var place = place
        while place < body.count, body[place] == 0x20 || body[place] == 0x09 { place += 1 }
        guard place + 1 < body.count, body[place] == 0x0D, body[place + 1] == 0x0A else {
            throw Self.problem("a boundary does not stand on a line of its own")
        }
        return place + 2
    }

    private func part(_ head: [UInt8], content: Range<Int>) throws(Problem) -> Part {
        var part = Part(name: "", content: content)
        var hasName = false
        for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2 else { continue }
            let value = HeaderWords.trimmed(String(pair[1]))
            switch pair[0].lowercased() {
            case "content-type": part.type = value
            case "content-transfer-encoding" where !["binary", "8bit", "7bit"].contains(value.lowercased()):
                throw Self.problem("a part is coded as '\(Visible.shortened(value, to: 40))'; send it as it is")
            case "content-disposition":
                for word in HeaderWords.split(value, at: ";").dropFirst() {
                    let pair = word.split(separator: "=", maxSplits: 1)
                    guard pair.count == 2 else { continue }
                    switch HeaderWords.trimmed(String(pair[0])).lowercased() {
                    case "name":
                        part.name = Self.unescaped(HeaderWords.unquoted(String(pair[1])))
                        hasName = true
                    case "filename": part.fileName = Self.unescaped(HeaderWords.unquoted(String(pair[1])))
                    default: break
                    }
                }
            default: break
            }
        }
        guard hasName, !part.name.isEmpty else {
            throw Self.problem("a part has no name; write 'Content-Disposition: form-data; name=\"data\"'")
        }
        return part
    }

    /// What browsers write for quotes and line ends in names (the HTML standard's form encoding).
    private static func unescaped(_ text: String) -> String {
        var rest = text[...]
        var result = ""
        while let character = rest.first {
            if rest.hasPrefix("%22") {
                result += "\""
                rest = rest.dropFirst(3)
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    private func find(_ needle: [UInt8], from start: Int, atMost reach: Int) -> Int? {
        let start = max(0, start)
        let end = min(body.count, start + reach + needle.count)
        guard let first = needle.first, end - start >= needle.count else { return nil }
        return body.withUnsafeBufferPointer { body in
            needle.withUnsafeBufferPointer { needle in
                var at = start
                while at + needle.count <= end {
                    if body[at] == first {
                        var length = 1
                        while length < needle.count, body[at + length] == needle[length] { length += 1 }
                        if length == needle.count { return at }
                    }
                    at += 1
                }
                return nil
            }
        }
    }

    private static func problem(_ words: String) -> Problem {
        Problem(400, "not-a-form", "The body is no form", words)
    }
}
