extension String {
    /// With LF for CRLF and CR, as bodies are compared: letters have CRLF throughout.
    var withLF: String {
        var bytes: [UInt8] = []
        var previous: UInt8 = 0
        for byte in utf8 {
            if byte != 0x0A || previous != 0x0D { bytes.append(byte == 0x0D ? 0x0A : byte) }
            previous = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// As calendars hold it: LF also for NEL and Unicode's line and paragraph separators.
    var asInCalendar: String {
        var scalars = String.UnicodeScalarView()
        for scalar in withLF.unicodeScalars {
            scalars.append(["\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) ? "\n" : scalar)
        }
        return String(scalars)
    }
}
