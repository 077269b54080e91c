package import Attributes

/// Decodes base64 that comes in parts, white space and all.
package struct Base64Parts: Sendable {
    /// Fewer than four characters whose group is not whole yet.
    private var rest: [UInt8] = []
    private var isPadded = false

    package init() {}

    /// The bytes of all groups that are whole by now.
    package mutating func decode(_ part: UnsafeRawBufferPointer) throws(Base64.Problem) -> [UInt8] {
        var characters = rest
        characters.reserveCapacity(rest.count + part.count)
        for byte in part where byte > 0x20 { characters.append(byte) }
        let whole = characters.count / 4 * 4
        rest = Array(characters[whole...])
        guard whole > 0 else { return [] }
        // Padding ends it all.
        guard !isPadded else { throw .looseBits }
        isPadded = characters[whole - 1] == UInt8(ascii: "=")
        return try Base64.decode(String(decoding: characters[..<whole], as: UTF8.self), atMost: .max)
    }

    /// - Throws: `cutShort` when characters are missing.
    package func finish() throws(Base64.Problem) {
        guard rest.isEmpty else { throw .cutShort }
    }
}
