/// How a part's body travelled (RFC 2045 §6), and what came before there was MIME.
enum TransferEncoding {
    case none, base64, quotedPrintable, uuencode
    /// What no reader knows; the body is taken as it is.
    case unknown

    init(_ bytes: [UInt8], _ value: Range<Int>) {
        let word = FieldText.unfolded(bytes, value).prefix { $0 != 0x3B && $0 != 0x28 }
        let letters = word.filter { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
        switch String(decoding: letters, as: UTF8.self).lowercased() {
        case "", "7bit", "8bit", "binary", "7bits", "8bits", "none": self = .none
        case "base64", "b64": self = .base64
        case "quotedprintable", "qp": self = .quotedPrintable
        case "xuuencode", "uuencode", "uue", "xuue": self = .uuencode
        default: self = .unknown
        }
    }

    /// The decoded bytes, and whether anything could not be decoded.
    func decode(_ body: ArraySlice<UInt8>) -> (bytes: [UInt8], isMended: Bool) {
        switch self {
        case .none: (Array(body), false)
        case .unknown: (Array(body), true)
        case .base64: LenientBase64.decode(body)
        case .quotedPrintable: LenientQuotedPrintable.decode(body)
        case .uuencode: UUEncoding.decode(body)
        }
    }
}
