/// OpenSSL's reason, from the code that its words begin with: `error:0A00042E:SSL routines::tlsv1 alert protocol version`.
struct TLSAlert: Hashable {
    /// An alert of the other side is 1000 and its number (RFC 8446 section 6), what went wrong here is less.
    let reason: Int

    init(reason: Int) {
        self.reason = reason
    }

    init?(in text: String) {
        guard let start = text.firstRange(of: "error:") else { return nil }
        let digits = text[start.upperBound...].prefix { $0.isHexDigit }
        // The library stands in the upper bits (OpenSSL 3: err.h, ERR_GET_REASON).
        guard digits.count == 8, let code = Int(digits, radix: 16) else { return nil }
        reason = code & 0x7F_FFFF
    }

    /// - Returns: `nil` when the reason is none that helps.
    var problem: WireError.EncryptionProblem? {
        switch reason {
        // wrong version number, http request, packet length too long, record layer failure: no TLS at all.
        case 267, 156, 155, 198, 313: .clearText
        // unsupported protocol, no protocols available, wrong SSL version, version too low, alert protocol version.
        case 258, 191, 266, 396, 1070: .version
        // alert certificate required.
        case 1116: .certificateWanted
        // alerts of bad, unsupported, revoked, expired and unknown certificates, unknown authority, access denied.
        case 1042...1046, 1048, 1049: .certificateRefused
        default: nil
        }
    }
}
