/// How far the URL in an attribute has come, which decides what a value that stands there may be.
struct AddressState: Equatable {
    private enum State: Equatable {
        case start
        /// Text that a `:` would make a scheme.
        case scheme(String)
        /// The same with a placeholder in it.
        case filled
        case afterScheme
        /// Behind `javascript:` and the like, to the end.
        case script
        case afterSlash
        case authority
        case path
        case query
    }

    private var state = State.start
    /// A `:` made a scheme of text with a placeholder in it.
    private(set) var hasFilledScheme = false

    mutating func feed(_ byte: UInt8) {
        switch (state, byte) {
        case (.start, 0...0x20), (.scheme, 0...0x20): break
        case (.query, _), (.script, _): break
        case (_, UInt8(ascii: "?")), (_, UInt8(ascii: "#")): state = .query
        case (.start, UInt8(ascii: "/")): state = .afterSlash
        case (.start, UInt8(ascii: ":")): state = .path
        case (.start, _): state = .scheme(String(Unicode.Scalar(byte | 0x20)))
        case (.scheme(let scheme), UInt8(ascii: ":")):
            state = ["javascript", "vbscript", "data"].contains(scheme) ? .script : .afterScheme
        case (.scheme(let scheme), _) where byte != UInt8(ascii: "/"):
            // No scheme is longer; what follows a long one is a path that may hold a ':'.
            state = scheme.utf8.count > 32 ? .path : .scheme(scheme + String(Unicode.Scalar(byte | 0x20)))
        case (.filled, UInt8(ascii: ":")):
            hasFilledScheme = true
            state = .path
        case (.filled, _) where byte != UInt8(ascii: "/"): break
        case (.afterScheme, UInt8(ascii: "/")): state = .afterSlash
        case (.afterSlash, UInt8(ascii: "/")): state = .authority
        case (.authority, _) where byte != UInt8(ascii: "/"): break
        default: state = .path
        }
    }

    /// Where a placeholder stands that comes next; `nil` for a script.
    mutating func hole() -> AddressPart? {
        switch state {
        case .start:
            state = .filled
            return .whole
        case .scheme:
            state = .filled
            return .segment
        case .filled: return .segment
        case .script: return nil
        case .afterScheme:
            state = .path
            return .path
        case .afterSlash:
            state = .path
            return .segment
        case .authority: return .authority
        case .path: return .path
        case .query: return .query
        }
    }
}
