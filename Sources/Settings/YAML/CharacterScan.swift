import Diagnostics

/// Finds what YAML reads otherwise than an editor shows it, or not at all, in one pass over the bytes.
///
/// YAML 1.1 ends lines at U+0085, U+2028, U+2029 and a lone CR, where no editor does: positions would be off, and so would the reader.
struct CharacterScan {
    /// Problems of a file that are shown.
    private static let limit = 20

    private let source: Source
    private var cursor: SourceCursor
    private var found = 0
    private var directives = 0
    private var lineStart = 0

    /// - Returns: Whether there is anything; it was reported.
    static func reports(
        _ source: Source, _ bytes: UnsafeBufferPointer<UInt8>, _ findings: inout Findings
    ) -> Bool {
        var scan = CharacterScan(source, bytes)
        scan.run(&findings)
        return scan.found > 0
    }

    private init(_ source: Source, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.source = source
        cursor = SourceCursor(bytes)
    }

    private mutating func run(_ findings: inout Findings) {
        // A byte order mark may stand at the very beginning.
        while let byte = cursor.byte, found < Self.limit {
            if byte == 0x0D, cursor.byte(after: 1) != 0x0A { return report(0x0D, &findings) }
            if let scalar = strange(byte) { report(scalar, &findings) }
            if byte == UInt8(ascii: "%"), cursor.position.column == 1 { countDirective(&findings) }
            if cursor.offset - lineStart == YAMLLimits.line { reportLongLine(&findings) }
            let isBreak = cursor.isBreak
            cursor.advance()
            if isBreak { lineStart = cursor.offset }
        }
    }

    /// The scalar here when it is none of YAML's, apart from a CR.
    private func strange(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: return UInt32(byte)
        case 0xC2:
            let next = cursor.byte(after: 1) ?? 0
            return (0x80...0x9F).contains(next) ? UInt32(next) : nil
        case 0xE2, 0xEF:
            let second = UInt32(cursor.byte(after: 1) ?? 0) & 0x3F
            let third = UInt32(cursor.byte(after: 2) ?? 0) & 0x3F
            let scalar = UInt32(byte & 0x0F) << 12 | second << 6 | third
            if scalar == 0xFEFF { return cursor.offset == 0 ? nil : scalar }
            return [0x2028, 0x2029, 0xFFFE, 0xFFFF].contains(scalar) ? scalar : nil
        default: return nil
        }
    }

    private mutating func report(_ scalar: UInt32, _ findings: inout Findings) {
        let digits = String(scalar, radix: 16, uppercase: true)
        let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        // After a lone CR, lines are counted in more ways than one.
        let help =
            scalar == 0x0D
            ? "save the file with line ends LF or CRLF"
            : "delete it; where it is meant, write it as an escape in double quotes"
        report(.unexpectedCharacter, "an invisible character, U+\(code)", help, &findings)
    }

    private mutating func countDirective(_ findings: inout Findings) {
        directives += 1
        guard directives == YAMLLimits.directives + 1 else { return }
        report(
            .yamlSyntax, "more than \(YAMLLimits.directives) lines begin with '%'",
            "such lines are directives for YAML's reader: delete them", &findings)
    }

    private mutating func reportLongLine(_ findings: inout Findings) {
        report(
            .fileTooLarge, "this line has more than \(YAMLLimits.line) bytes",
            "keep long texts in files of their own under templates/", &findings)
    }

    private mutating func report(
        _ code: Diagnostic.Code, _ message: String, _ help: String, _ findings: inout Findings
    ) {
        found += 1
        let place = cursor.position
        findings.report(
            Diagnostic(
                .error, code, at: Span(place, Position(line: place.line, column: place.column + 1)), in: source,
                message,
                help: help))
    }
}
