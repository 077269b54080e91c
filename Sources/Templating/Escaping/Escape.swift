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
    var address: AddressPart?
    var markup: Markup

    init(address: AddressPart? = nil, markup: Markup) {
        self.address = address
        self.markup = markup
    }

    /// Escapes what was appended to a buffer since a mark.
    func apply(to buffer: inout [UInt8], from mark: Int) throws(Refusal) {
        if markup == .oneLine {
            for byte in buffer[mark...] {
                if byte == 0 { throw .nul }
                if byte == 0x0A || byte == 0x0D { throw .lineBreak }
            }
        }
        if address == .whole, !AddressPart.hasKnownScheme(buffer[mark...]) { throw .scheme }
        escape(&buffer, from: mark)
    }

    /// A fallback's bytes: like a value's, but what they may be was decided when the template was checked.
    func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var copy = bytes
        escape(&copy, from: 0)
        return copy
    }

    private func escape(_ buffer: inout [UInt8], from mark: Int) {
        if let address { address.encode(&buffer, from: mark) }
        guard markup == .html || markup == .htmlLines else { return }
        // Most values need no escaping: look before copying.
        guard let first = buffer[mark...].firstIndex(where: { Self.reference($0, markup) != nil }) else { return }
        let tail = Array(buffer[first...])
        buffer.removeSubrange(first...)
        for byte in tail {
            if let reference = Self.reference(byte, markup) {
                buffer.append(contentsOf: reference.utf8)
            } else {
                buffer.append(byte)
            }
        }
    }

    private static func reference(_ byte: UInt8, _ markup: Markup) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case 0: "\u{FFFD}"
        case 0x0A: markup == .htmlLines ? "<br>\n" : nil
        default: nil
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
