import Attributes
import Diagnostics

/// Reads one template with placeholders: walks through it once and reports all that is wrong with it.
struct Reader {
    private let scanner: Scanner
    private let bytes: [UInt8]
    private var assembly: Assembly
    private var hasMustache = false

    init(_ text: PlacedText, in place: Place, for schema: Schema) {
        bytes = Array(text.text.utf8)
        scanner = Scanner(text: TemplateText(bytes: bytes), schema: schema, place: place)
        assembly = Assembly(text, in: place, for: schema)
    }

    /// - Returns: `nil` when there are errors.
    mutating func read(_ findings: inout Findings) -> Template? {
        if bytes.count > Template.Limit.size { assembly.complain(.tooLong(bytes.count)) } else { walk() }
        return assembly.finish(&findings)
    }

    private mutating func walk() {
        // A byte order mark, which some editors put before a file, is no text.
        var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "{") {
                at = opener(at)
            } else if byte == UInt8(ascii: "\\"), at + 1 < bytes.count, Scanner.isEscape(byte, bytes[at + 1]),
                !assembly.isInRaw
            {
                assembly.literal(bytes[at + 1], at: at + 1)
                at += 2
            } else {
                at = literal(at)
            }
        }
    }

    private mutating func literal(_ at: Int) -> Int {
        assembly.literal(bytes[at], at: at)
        return at + 1
    }

    /// - Returns: Where to go on.
    private mutating func opener(_ at: Int) -> Int {
        if assembly.isInRaw {
            if case .placeholder(let spelling) = scanner.scan(at), spelling.format == nil {
                assembly.refuseInRaw(spelling)
            }
            return literal(at)
        }
        if bytes[at] == UInt8(ascii: "{"), at + 1 < bytes.count, bytes[at + 1] == bytes[at] {
            return mustache(at)
        }
        let range: Range<Int>
        switch scanner.scan(at) {
        case .literal: return literal(at)
        case .suspect(let complaint):
            assembly.complain(complaint)
            return literal(at)
        case .mistake(let complaint):
            assembly.mistake(complaint)
            range = complaint.range
        case .placeholder(let spelling):
            assembly.hole(spelling, isAlone: spelling.range == 0..<bytes.count)
            range = spelling.range
        }
        return assembly.count(range) ? range.upperBound : bytes.count
    }

    private mutating func mustache(_ at: Int) -> Int {
        if !hasMustache {
            let help =
                assembly.place.isOneLine
                ? "write one pair of braces, as in {Title}"
                : "rename the file to .mustache, or write one pair of braces, as in {Title}"
            assembly.complain(
                Complaint(
                    .mustache, at..<at + 2, "'{{' is Mustache, which is read in *.mustache files only", help: help))
        }
        hasMustache = true
        var end = at + 2
        // The tag's contents are no placeholders of ours.
        while end < bytes.count, end - at < Template.Limit.format, bytes[end] != UInt8(ascii: "}") { end += 1 }
        if end >= bytes.count || bytes[end] != UInt8(ascii: "}") { end = at + 2 }
        while end < bytes.count, bytes[end] == UInt8(ascii: "}") { end += 1 }
        return end
    }
}

extension Complaint {
    static func tooLong(_ count: Int) -> Complaint {
        Complaint(
            .templateLimit, 0..<1, "a template has at most \(Template.Limit.size) bytes, and this one has \(count)",
            help: nil)
    }
}
