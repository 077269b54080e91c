internal import Glibc

extension String {
    /// With LF at the end of every line.
    var withLineFeeds: String {
        var text = self
        return text.withUTF8 { input in
            guard let base = input.baseAddress, memchr(base, 0x0D, input.count) != nil else { return nil }
            return String(unsafeUninitializedCapacity: input.count) { Self.copy(input, base, to: $0) }
        } ?? self
    }

    private static func copy(
        _ input: UnsafeBufferPointer<UInt8>, _ base: UnsafePointer<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        guard let target = output.baseAddress else { return 0 }
        var read = 0
        var written = 0
        while read < input.count {
            let found = memchr(base + read, 0x0D, input.count - read)
            let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? input.count
            memcpy(target + written, base + read, end - read)
            written += end - read
            read = end
            guard read < input.count else { break }
            output[written] = 0x0A
            written += 1
            read += read + 1 < input.count && input[read + 1] == 0x0A ? 2 : 1
        }
        return written
    }
}
