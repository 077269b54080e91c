internal import COpenSSL

/// SHA-256, for names and for telling whether something changed.
enum SHA256Digest {
    /// The digest in hexadecimal digits.
    ///
    /// Each part counts with its length: `["ab", "c"]` differs from `["a", "bc"]`.
    static func hexadecimal(_ parts: [String]) -> String {
        let text = parts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = SHA256(Array(text.utf8), text.utf8.count, &digest)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
