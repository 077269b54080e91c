/// What is told of each piece of an HTML text as it is walked through.
protocol HTMLSink {
    /// A byte of text, entities not decoded.
    mutating func text(_ byte: UInt8)
    /// The same of many.
    mutating func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>)
    mutating func start(_ tag: HTMLTag)
    /// - Parameter name: In lower case.
    mutating func end(_ name: String)
}

extension HTMLSink {
    mutating func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        for byte in bytes { text(byte) }
    }
}

/// A start tag with its attributes, names in lower case.
struct HTMLTag {
    /// A stretch of an attribute's value, entities not decoded.
    enum Piece: Equatable {
        case bytes([UInt8])
        /// A hole by its number.
        case hole(Int)
        /// A section by its number, up to the close that belongs to it.
        case open(Int)
        case close
    }

    var name: String
    /// `<svg/>`: of no account but for drawings and formulas.
    var isSelfClosing = false
    /// With the number of bytes that stand before each value.
    var attributes: [(name: String, value: [Piece], start: Int)] = []

    func value(_ name: String) -> [Piece]? { attributes.first { $0.name == name }?.value }
}
