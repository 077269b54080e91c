internal import Glibc

/// Quoted-printable as letters have it: what is no escape stays as it is.
enum LenientQuotedPrintable {
    static func decode(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], isMended: Bool) {
        var isMended = false
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count) { output, count in
            isMended = text.withUnsafeBufferPointer { fill(output, &count, from: $0) }
        }
        return (bytes, isMended)
    }

    private static func fill(
        _ output: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int, from input: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let base = input.baseAddress, let target = output.baseAddress else { return false }
        var at = 0
        var written = 0
        var isMended = false
        while at < input.count {
            // Everything up to the next escape.
            let stop = memchr(base + at, 0x3D, input.count - at).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
            let end = stop ?? input.count
            memcpy(target + written, base + at, end - at)
            written += end - at
            at = end
            guard at < input.count else { break }
            if at + 2 < input.count, let high = EncodedWords.hex(input[at + 1]),
                let low = EncodedWords.hex(input[at + 2])
            {
                output[written] = high << 4 | low
                written += 1
                at += 3
                continue
            }
            // A soft line end, with spaces that were added on the way.
            var next = at + 1
            while next < input.count, input[next] == 0x20 || input[next] == 0x09 { next += 1 }
            if next < input.count, input[next] == 0x0D { next += 1 }
            if next >= input.count || input[next] == 0x0A {
                at = next + 1
            } else {
                isMended = true
                output[written] = 0x3D
                written += 1
                at += 1
            }
        }
        count = written
        return isMended
    }
}
