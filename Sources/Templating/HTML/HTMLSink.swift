/// What is told of each piece of an HTML text as it is walked through.
protocol HTMLSink {
    /// A byte of text, entities not decoded.
    mutating func text(_ byte: UInt8)
    mutating func start(_ tag: HTMLTag)
    /// - Parameter name: In lower case.
    mutating func end(_ name: String)
}

/// A start tag with its attributes, names in lower case.
struct HTMLTag {
    /// A stretch of an attribute's value, entities not decoded.
    enum Piece: Equatable {
        case bytes([UInt8])
        /// A hole by its number.
        case hole(Int)
    }

    var name: String
    var attributes: [(name: String, value: [Piece])] = []

    func value(_ name: String) -> [Piece]? { attributes.first { $0.name == name }?.value }
}

/// Takes no notice: for checking, where only the tokenizer's state counts.
struct HTMLSilence: HTMLSink {
    mutating func text(_ byte: UInt8) {}
    mutating func start(_ tag: HTMLTag) {}
    mutating func end(_ name: String) {}
}
