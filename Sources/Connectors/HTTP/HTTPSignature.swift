internal import Attributes
internal import Diagnostics
internal import Wire

/// `Router-Signature: t=1790000000,v1=5257a869…`: who holds the secret can tell that router has sent the body, and when.
///
/// Each `v1` is the HMAC-SHA256 in hexadecimal of the timestamp's digits, a full stop, and the body's bytes. While one secret replaces another
/// there are two, and one that fits is enough.
enum HTTPSignature {
    static func header(_ body: [UInt8], at now: Instant, _ secrets: [Secret]) throws(WireError) -> String {
        var parts = ["t=\(now.seconds)"]
        for secret in secrets {
            let code = try HMACSHA256.code([Array("\(now.seconds).".utf8), body], key: secret)
            parts.append("v1=\(hexadecimal(code))")
        }
        return parts.joined(separator: ",")
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
