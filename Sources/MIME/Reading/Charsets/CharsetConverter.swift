internal import Glibc

/// iconv from one charset into UTF-8.
final class CharsetConverter {
    private let handle: iconv_t

    /// - Parameter name: As ``Charset`` has it.
    init?(from name: String) {
        guard let handle = iconv_open("UTF-8", name), handle != iconv_t(bitPattern: -1) else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// - Returns: The text with U+FFFD for bytes that mean nothing, and how many these were.
    func convert(_ bytes: ArraySlice<UInt8>) -> (text: String, mistakes: Int) {
        var mistakes = 0
        // UTF-8 needs at most three bytes for one of a charset, and four for two; U+FFFD needs three.
        let text = [UInt8](unsafeUninitializedCapacity: bytes.count * 3 + 16) { output, count in
            mistakes = bytes.withUnsafeBytes { fill(output, &count, from: $0) }
        }
        return (String(decoding: text, as: UTF8.self), mistakes)
    }

    private func fill(
        _ output: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int, from input: UnsafeRawBufferPointer
    ) -> Int {
        var mistakes = 0
        guard let base = input.baseAddress, let target = output.baseAddress else { return 0 }
        var read: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(
            mutating: base.assumingMemoryBound(to: CChar.self))
        var unread = input.count
        var unwritten = output.count
        target.withMemoryRebound(to: CChar.self, capacity: output.count) { target in
            var written: UnsafeMutablePointer<CChar>? = target
            // Back to the state at the beginning, which some charsets have.
            iconv(handle, nil, nil, nil, nil)
            while unread > 0 {
                let result = iconv(handle, &read, &unread, &written, &unwritten)
                if result != Int(bitPattern: UInt.max) { break }
                guard errno == EILSEQ || errno == EINVAL, unread > 0, unwritten >= 3, let at = written else {
                    mistakes += 1
                    break
                }
                mistakes += 1
                for (offset, byte) in [0xEF, 0xBF, 0xBD].enumerated() { at[offset] = CChar(bitPattern: UInt8(byte)) }
                written = at + 3
                unwritten -= 3
                read = read.map { $0 + 1 }
                unread -= 1
            }
            // What a charset has kept back for a character that was to follow.
            iconv(handle, nil, nil, &written, &unwritten)
        }
        count = output.count - unwritten
        return mistakes
    }
}
