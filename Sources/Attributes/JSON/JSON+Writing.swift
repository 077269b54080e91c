extension JSON {
    /// How a JSON text is laid out.
    package enum Layout: Sendable {
        /// In one line, without spaces.
        case compact
        /// Two spaces an indent; an empty list stays `[]`.
        case pretty
    }

    /// The JSON text in UTF-8, without a line end behind it.
    package func written(_ layout: Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(isPretty: layout == .pretty)
        writer.write(self)
        return writer.bytes
    }

    /// The JSON text, without a line end behind it.
    package func printed(_ layout: Layout = .compact) -> String {
        String(decoding: written(layout), as: UTF8.self)
    }
}
