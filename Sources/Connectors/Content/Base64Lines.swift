/// Base64 in lines of 76 characters, each with CRLF, the last one too (RFC 2045 section 6.8).
enum Base64Lines {
    /// Bytes that fill a line.
    private static let width = 57
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// How many bytes come of `count` bytes.
    static func size(_ count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + width - 1) / width * 2
    }

    /// The bytes are a multiple of 57, unless they are the last.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: size(bytes.count)) { output, filled in
            var place = 0
            func put(_ byte: UInt8) {
                output[place] = byte
                place += 1
            }
            letters.withUnsafeBufferPointer { letters in
                bytes.withUnsafeBufferPointer { input in
                    var start = 0
                    while start < input.count {
                        let end = min(start + width, input.count)
                        while start < end {
                            let second = start + 1 < end ? input[start + 1] : 0
                            let third = start + 2 < end ? input[start + 2] : 0
                            put(letters[Int(input[start] >> 2)])
                            put(letters[Int((input[start] & 3) << 4 | second >> 4)])
                            put(start + 1 < end ? letters[Int((second & 15) << 2 | third >> 6)] : UInt8(ascii: "="))
                            put(start + 2 < end ? letters[Int(third & 63)] : UInt8(ascii: "="))
                            start += 3
                        }
                        start = end
                        put(0x0D)
                        put(0x0A)
                    }
                }
            }
            filled = place
        }
    }
}
