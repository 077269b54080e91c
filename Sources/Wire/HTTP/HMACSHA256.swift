internal import COpenSSL
package import Diagnostics
internal import Glibc

/// Message authentication codes (RFC 2104) over SHA-256.
package enum HMACSHA256 {
    private static let blockSize = 64
    private static let digestSize = 32

    /// The code of several parts behind one another, 32 bytes.
    ///
    /// - Throws: `resources` when OpenSSL has no memory left.
    package static func code(_ parts: [[UInt8]], key: Secret) throws(WireError) -> [UInt8] {
        var block = Array(key.reveal().utf8)
        defer { explicit_bzero(&block, block.count) }
        if block.count > blockSize { block = try digest([block]) }
        block += [UInt8](repeating: 0, count: blockSize - block.count)
        let inner = try digest([block.map { $0 ^ 0x36 }] + parts)
        return try digest([block.map { $0 ^ 0x5C }, inner])
    }

    private static func digest(_ parts: [[UInt8]]) throws(WireError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw WireError(.resources, "there is no memory left") }
        defer { EVP_MD_CTX_free(context) }
        var digest = [UInt8](repeating: 0, count: digestSize)
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1,
            parts.allSatisfy({ EVP_DigestUpdate(context, $0, $0.count) == 1 }),
            EVP_DigestFinal_ex(context, &digest, nil) == 1
        else { throw WireError(.resources, "OpenSSL does not reckon a SHA-256") }
        return digest
    }
}
