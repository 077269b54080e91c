/// uuencode, which some programs still write (POSIX, `uuencode`).
enum UUEncoding {
    static func decode(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], isMended: Bool) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var isInside = false
        var hasEnd = false
        for line in text.split(separator: 0x0A) {
            if !isInside {
                isInside = line.starts(with: "begin ".utf8)
                continue
            }
            if line.starts(with: "end".utf8) {
                hasEnd = true
                break
            }
            guard let first = line.first, first > 0x20, first < 0x61 else { continue }
            var left = Int((first &- 0x20) & 63)
            var position = line.startIndex + 1
            func six(_ offset: Int) -> UInt8 {
                position + offset < line.endIndex ? (line[position + offset] &- 0x20) & 63 : 0
            }
            while left > 0, position < line.endIndex {
                let group = [six(0) << 2 | six(1) >> 4, six(1) << 4 | six(2) >> 2, six(2) << 6 | six(3)]
                bytes += group.prefix(left)
                left -= 3
                position += 4
            }
        }
        return isInside ? (bytes, !hasEnd) : (Array(text), true)
    }
}
