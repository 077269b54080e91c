extension JSON {
    /// What a JSON text may hold at most.
    package enum Limits {
        /// Brackets and braces open at the same time.
        package static let depth = 128
        /// Bytes of a text; documents come in it as base64.
        package static let bytes = 256_000_000
        /// Characters of a number.
        package static let numberLength = 1_000
    }

    /// Reads one JSON value by RFC 8259, strictly, in UTF-8; a byte order mark is passed over.
    ///
    /// The line is the number of the text's first one, for a line of an NDJSON.
    package static func read(_ bytes: [UInt8], line: Int = 1) throws(JSONError) -> JSON {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) -> JSON in
            try JSONReader.read(buffer, line: line)
        }
    }

    package static func read(_ text: String, line: Int = 1) throws(JSONError) -> JSON {
        try read(Array(text.utf8), line: line)
    }
}
