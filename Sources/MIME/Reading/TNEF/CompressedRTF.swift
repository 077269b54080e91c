/// RTF as Outlook packs it ([MS-OXRTFCP]).
enum CompressedRTF {
    private static let most = 16 << 20
    private static let packed = 0x7546_5A4C
    private static let plain = 0x414C_454D

    /// - Returns: `nil` when it is none, or too large.
    static func read(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        let bytes = Array(bytes)
        var cursor = LittleCursor(bytes, bytes.indices)
        guard cursor.number(4) != nil, let size = cursor.number(4), let magic = cursor.number(4),
            cursor.number(4) != nil, size <= most
        else { return nil }
        if magic == plain { return Array(bytes[16...].prefix(size)) }
        return magic == packed ? unpacked(bytes[16...], size) : nil
    }

    private static func unpacked(_ input: ArraySlice<UInt8>, _ size: Int) -> [UInt8] {
        var window = [UInt8](repeating: 0x20, count: 4096)
        window.replaceSubrange(0..<start.count, with: start)
        var place = start.count
        var output: [UInt8] = []
        var position = input.startIndex
        func put(_ byte: UInt8) {
            output.append(byte)
            window[place] = byte
            place = (place + 1) % 4096
        }
        while position < input.endIndex, output.count < size {
            let flags = input[position]
            position += 1
            for bit in 0..<8 where position < input.endIndex && output.count < size {
                guard flags >> bit & 1 == 1 else {
                    put(input[position])
                    position += 1
                    continue
                }
                guard position + 1 < input.endIndex else { return output }
                let (high, low) = (Int(input[position]), Int(input[position + 1]))
                position += 2
                let from = high << 4 | low >> 4
                // The end, by the book.
                if from == place { return output }
                for offset in 0..<((low & 15) + 2) where output.count < size { put(window[(from + offset) % 4096]) }
            }
        }
        return output
    }

    /// What the window holds at the beginning (§2.1.2.1).
    private static let start = Array(
        (#"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "#
            + #"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"#
            + "\r\n" + #"\par \pard\plain\f0\fs20\b\i\u\tab\tx"#).utf8)
}
