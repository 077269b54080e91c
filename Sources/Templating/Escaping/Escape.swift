/// What is done to a value's bytes so that they stay inside their place.
struct Escape: Hashable, Sendable {
    enum Markup: Hashable, Sendable {
        /// Plain text, or HTML that is inserted as it is.
        case none
        /// A header: nothing is changed, CR, LF and NUL are refused.
        case oneLine
        /// HTML text and quoted attributes.
        case html
        /// HTML text whose line ends are to be seen, as in a body derived from plain text.
        case htmlLines
    }

    /// Why a value can't stand in its place.
    enum Refusal: Error, Hashable {
        case lineBreak
        case nul
        case scheme
    }

    static let none = Escape(markup: .none)

    /// The part of an address that the value stands in; it is percent-encoded before the markup is escaped.
    let address: AddressPart?
    let markup: Markup
    /// The bytes that stand as they are.
    private let special: ByteSet
    /// The bytes that an address keeps.
    private let kept: ByteSet?

    init(address: AddressPart? = nil, markup: Markup) {
        self.address = address
        self.markup = markup
        let markupBytes: String =
            switch markup {
            case .none: ""
            case .oneLine: "\0\r\n"
            case .html: "\0&<>\"'"
            case .htmlLines: "\0&<>\"'\n"
            }
        special = ByteSet(markupBytes.utf8)
        kept = address?.kept
    }

    /// Appends a value's text, escaped.
    func append(_ text: String, to buffer: inout [UInt8]) throws(Refusal) {
        var text = text
        let refusal = text.withUTF8 { bytes in
            let refusal = self.refusal(of: bytes)
            if refusal == nil { write(bytes, to: &buffer) }
            return refusal
        }
        if let refusal { throw refusal }
    }

    /// Escapes what was appended to a buffer since a mark.
    func apply(to buffer: inout [UInt8], from mark: Int) throws(Refusal) {
        guard markup != .none || kept != nil else { return }
        let tail = Array(buffer[mark...])
        buffer.removeSubrange(mark...)
        let refusal = tail.withUnsafeBufferPointer { bytes in
            let refusal = self.refusal(of: bytes)
            write(bytes, to: &buffer)
            return refusal
        }
        if let refusal { throw refusal }
    }

    /// A fallback's bytes: like a value's, but what they may be was decided when the template was checked.
    func escaped(_ text: String) -> [UInt8] {
        var copy: [UInt8] = []
        var text = text
        text.withUTF8 { write($0, to: &copy) }
        return copy
    }

    private func refusal(of bytes: UnsafeBufferPointer<UInt8>) -> Refusal? {
        if markup == .oneLine, let byte = bytes.first(where: { special.contains($0) }) {
            return byte == 0 ? .nul : .lineBreak
        }
        return address == .whole && !AddressPart.hasKnownScheme(bytes) ? .scheme : nil
    }

    private func write(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) {
        guard markup != .none && markup != .oneLine || kept != nil else { return buffer.append(contentsOf: bytes) }
        var start = 0
        for (index, byte) in bytes.enumerated() {
            let isEncoded = kept.map { !$0.contains(byte) } ?? false
            guard isEncoded || special.contains(byte) else { continue }
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            if isEncoded { AddressPart.encode(byte, to: &buffer) } else { buffer.append(Self.reference(byte)) }
            start = index + 1
        }
        buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }

    private static func reference(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case 0x0A: "<br>\n"
        // NUL, the only other one.
        default: "\u{FFFD}"
        }
    }
}

extension Escape.Refusal {
    /// What belongs in the place, in words.
    var expected: String {
        switch self {
        case .lineBreak, .nul: "one line of text"
        case .scheme: "an address that begins with \(AddressPart.knownSchemes)"
        }
    }

    func found(_ text: String) -> String {
        switch self {
        case .lineBreak: "a text with a line break"
        case .nul: "a text with a NUL character"
        case .scheme: "the text '\(text.count > 40 ? text.prefix(39) + "…" : text[...])'"
        }
    }
}
