/// Base64 as letters have it: what is none of its characters is passed over.
enum LenientBase64 {
    /// The bytes, and whether anything had to be passed over or is missing.
    static func decode(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], isMended: Bool) {
        var isMended = false
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { output, count in
            isMended = text.withUnsafeBufferPointer { input in
                values.withUnsafeBufferPointer { fill(output, &count, from: input, $0) }
            }
        }
        return (bytes, isMended)
    }

    static func isDigit(_ byte: UInt8) -> Bool { values[Int(byte)] < 64 }

    private static func fill(
        _ output: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int, from input: UnsafeBufferPointer<UInt8>,
        _ values: UnsafeBufferPointer<UInt32>
    ) -> Bool {
        var at = 0
        var written = 0
        var isMended = false
        var group: UInt32 = 0
        var digits = 0
        while at < input.count {
            // Whole groups, as long as nothing else stands among them.
            while digits == 0, at + 4 <= input.count {
                let (first, second) = (values[Int(input[at])], values[Int(input[at + 1])])
                let (third, fourth) = (values[Int(input[at + 2])], values[Int(input[at + 3])])
                if first | second | third | fourth > 63 { break }
                let bits = first &<< 18 | second &<< 12 | third &<< 6 | fourth
                output[written] = UInt8(truncatingIfNeeded: bits &>> 16)
                output[written + 1] = UInt8(truncatingIfNeeded: bits &>> 8)
                output[written + 2] = UInt8(truncatingIfNeeded: bits)
                at += 4
                written += 3
            }
            guard at < input.count else { break }
            let byte = input[at]
            at += 1
            let value = values[Int(byte)]
            if value < 64 {
                group = group << 6 | value
                digits += 1
                if digits == 4 {
                    for shift in [16, 8, 0] as [UInt32] {
                        output[written] = UInt8(truncatingIfNeeded: group >> shift)
                        written += 1
                    }
                    (group, digits) = (0, 0)
                }
            } else if byte == UInt8(ascii: "=") {
                isMended = isMended || digits < 2 && !(at >= 2 && input[at - 2] == UInt8(ascii: "="))
                // QUIRK: some join texts that were encoded each for itself; what follows is read on.
                flush(output, &written, &group, &digits)
            } else if byte > 0x20 {
                isMended = true
            }
        }
        if digits > 0 { isMended = true }
        flush(output, &written, &group, &digits)
        count = written
        return isMended
    }

    /// What two or three digits stand for.
    private static func flush(
        _ output: UnsafeMutableBufferPointer<UInt8>, _ written: inout Int, _ group: inout UInt32, _ digits: inout Int
    ) {
        if digits >= 2 {
            let bits = group << (digits == 2 ? 12 : 6)
            output[written] = UInt8(truncatingIfNeeded: bits >> 16)
            written += 1
            if digits == 3 {
                output[written] = UInt8(truncatingIfNeeded: bits >> 8)
                written += 1
            }
        }
        (group, digits) = (0, 0)
    }

    /// The six bits of each character of the alphabet; 255 for the rest.
    private static let values: [UInt32] = {
        var values = [UInt32](repeating: 0xFF, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt32(value) }
        return values
    }()
}
