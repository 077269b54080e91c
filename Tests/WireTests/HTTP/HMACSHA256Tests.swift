import Diagnostics
import Testing
import Wire

@Suite struct HMACSHA256Tests {
    /// RFC 4231 section 4.3; the others are Python's.
    @Test(arguments: [
        (
            "Jefe", ["what do ya want ", "for nothing?"],
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        ("", [""], "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        (
            String(repeating: "k", count: 65), ["x"],
            "75092ca3ee2b307470c227697b42b3e65376aa3bae98fb5a1f7b7536daa9588a"
        ),
    ])
    func `codes are those of the standard`(_ key: String, _ parts: [String], _ expected: String) throws {
        let code = try HMACSHA256.code(parts.map { Array($0.utf8) }, key: Secret(key))
        #expect(code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
    }
}
