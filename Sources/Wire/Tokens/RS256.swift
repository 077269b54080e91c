internal import COpenSSL
internal import Diagnostics
internal import Glibc

/// RSA signatures over SHA-256 (RFC 7518 section 3.3).
enum RS256 {
    /// Why there is no signature, in words about the key: `is not a private key in PEM`.
    struct Problem: Error, Hashable {
        var words: String
    }

    /// Signs with a private RSA key in PEM, without a pass phrase: PKCS#8 (`BEGIN PRIVATE KEY`), or PKCS#1.
    static func sign(_ message: [UInt8], with key: Secret) throws(Problem) -> [UInt8] {
        // What OpenSSL keeps about a failure would be taken for libcurl's later on this thread.
        defer { ERR_clear_error() }
        var pem = Array(key.reveal().utf8)
        defer { explicit_bzero(&pem, pem.count) }
        guard let source = BIO_new_mem_buf(pem, Int32(clamping: pem.count)) else {
            throw Problem(words: "can't be read: there is no memory left")
        }
        defer { BIO_free(source) }
        // Without a callback OpenSSL would ask the terminal for a pass phrase.
        guard let pair = PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in 0 }, nil) else {
            throw Problem(words: "is not a private key in PEM without a pass phrase")
        }
        defer { EVP_PKEY_free(pair) }
        guard EVP_PKEY_is_a(pair, "RSA") == 1 else { throw Problem(words: "is not an RSA key") }
        guard let context = EVP_MD_CTX_new() else { throw Problem(words: "can't sign: there is no memory left") }
        defer { EVP_MD_CTX_free(context) }
        var count = 0
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, pair) == 1,
            EVP_DigestSign(context, nil, &count, message, message.count) == 1
        else { throw Problem(words: "can't sign with SHA-256") }
        var signature = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else {
            throw Problem(words: "can't sign with SHA-256")
        }
        return Array(signature[..<count])
    }
}
