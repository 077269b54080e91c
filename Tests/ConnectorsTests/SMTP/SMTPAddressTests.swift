import Testing

@testable import Connectors

@Suite struct SMTPAddressTests {
    @Test(
        arguments: [
            ("ivan@example.com", "ivan@example.com", false),
            ("ivan@почта.рф", "ivan@xn--80a1acny.xn--p1ai", false),
            ("иван@почта.рф", "иван@почта.рф", true),
            ("иван@example.com", "иван@example.com", true),
            ("a+b=c@[192.0.2.1]", "a+b=c@[192.0.2.1]", false),
            ("\"a@b\"@example.com", "\"a@b\"@example.com", false),
        ])
    func `addresses go out in ASCII where that can be`(_ address: String, _ wire: String, _ needsUTF8: Bool) throws {
        let result = try SMTPAddress(address)
        #expect(String(decoding: result.wire, as: UTF8.self) == wire)
        #expect(result.needsUTF8 == needsUTF8)
    }

    @Test(
        arguments: [
            ("a@b.org\r\nDATA", "it holds a line break or another control character"),
            ("a@b.org\nDATA", "it holds a line break or another control character"),
            ("a\0@b.org", "it holds a line break or another control character"),
            ("a@b.org\u{85}x", "it holds a line break or another control character"),
            ("a b@c.org", "it holds a space"),
            ("a@b.org> SIZE=1", "it holds '>'"),
            ("<a@b.org", "it holds '<'"),
            ("ivan", "it is not of the form name@domain"),
            ("@example.com", "it is not of the form name@domain"),
            ("ivan@", "it is not of the form name@domain"),
            (String(repeating: "a", count: 320) + "@b.org", "it has more than 320 bytes"),
        ])
    func `what could be read as anything else is refused`(_ address: String, _ problem: String) {
        #expect(throws: SMTPAddress.Problem(text: problem)) { try SMTPAddress(address) }
    }
}
