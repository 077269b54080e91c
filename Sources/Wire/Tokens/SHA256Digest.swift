internal import COpenSSL

/// SHA-256 by OpenSSL, for names and for telling whether something changed.
///
/// It is several times as fast as `SHA256`, which needs no library and does for short texts.
package enum SHA256Digest {
    /// The digest, 32 bytes.
    package static func bytes(_ text: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = SHA256(text, text.count, &digest)
        return digest
    }

    /// The digest in hexadecimal digits.
    ///
    /// Each part counts with its length: `["ab", "c"]` differs from `["a", "bc"]`.
    static func hexadecimal(_ parts: [String]) -> String {
        let text = parts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes(Array(text.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
