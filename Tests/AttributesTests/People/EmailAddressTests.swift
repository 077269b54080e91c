import Attributes
import Testing

struct EmailAddressTests {
    @Test(arguments: [
        "ivan@example.com", "a@b", "robot@localhost", "first.last+tag@sub.example.com", "o'neil@example.com",
        "\"John Doe\"@example.com",
        "\"a@b\"@example.com", #""a\"b"@example.com"#, "иван@пример.рф", "a@xn--e1afmkfd.xn--p1ai", "a@[192.0.2.1]",
        "a@[IPv6:2001:db8::1]",
        "!#$%&'*+-/=?^_`{|}~@example.com", "1@2.3", "a@b-c.d", "a@b_c.local", "a@i❤️.ws",
    ])
    func `these are addresses`(address: String) {
        #expect(EmailAddress.problem(in: address) == nil)
    }

    @Test(arguments: [
        ("", "is blank"), ("ivan", "has no @"), ("@example.com", "has nothing before its @"),
        ("ivan@", "has nothing after its @"),
        ("a@b@c", "has more than one @"), ("ivan petrov@example.com", "has a space in it"),
        ("ivan@exam ple.com", "has a space in it"),
        (" ivan@example.com", "has a space in it"), ("ivan@example.com ", "has a space in it"),
        ("a\u{A0}b@c", "has a space in it"),
        ("Ivan <ivan@example.com>", "has angle brackets: only the address itself belongs here"),
        ("<ivan@example.com>", "has angle brackets: only the address itself belongs here"),
        ("ivan@example.com>", "has angle brackets: only the address itself belongs here"),
        ("a@b.c,d@e.f", "has a ',' in it: one address belongs here"),
        ("a@b.c;d@e.f", "has a ';' in it: one address belongs here"),
        ("a@b.c;", "has a ';' in it: one address belongs here"), ("a\r\nBcc: x@y.z@b.c", "has a line break in it"),
        ("a\0@b.c", "has a NUL character in it"), ("a\u{1B}@b.c", "has a control character in it"),
        ("a\u{202E}@b.c", "has an invisible character in it"),
        ("a\u{2028}@b.c", "has an invisible character in it"), ("a\u{FEFF}@b.c", "has an invisible character in it"),
        (".a@b.c", "has a dot at the beginning of what stands before its @"),
        ("a.@b.c", "has a dot at the end of what stands before its @"),
        ("a..b@c.d", "has two dots in a row"), ("a@b..c", "has two dots in a row"),
        ("a@b.c.", "has a dot at the end of what stands after its @"),
        ("a@.b", "has a dot at the beginning of what stands after its @"),
        ("a@-b.c", "has a hyphen at an end of a part of its domain"),
        ("a@b_c!.d", "has a '!' after its @"), ("a@b\u{201C}.d", "has a '\u{201C}' after its @"),
        ("a@b:25", "has a ':' after its @"),
        ("mailto:a@b.c", "has a ':' before its @"),
        ("a(b)@c.d", "has a '(' before its @"), ("\"ab@c.d", "has a quote that is not closed before its @"),
        (#""a"b"@c.d"#, "has a '\"' between its quotes"),
        (#""a\"@c.d"#, "has a quote that is not closed before its @"),
        ("a@[192.0.2.1", "has brackets after its @ without an IP address in them"),
        ("a@[]", "has brackets after its @ without an IP address in them"),
        (String(repeating: "a", count: 65) + "@b.c", "has 65 bytes before its @, and at most 64 may stand there"),
        ("a@" + String(repeating: "b", count: 64) + ".c", "has more than 63 bytes between two dots of its domain"),
        ("a@" + String(repeating: "я", count: 64), "has more than 63 bytes between two dots of its domain"),
        ("a@" + String(repeating: "👍.", count: 40) + "c", "has more than 253 bytes after its @"),
        ("a@" + String(repeating: "b.", count: 130) + "c", "has 263 bytes, and an address has at most 254"),
    ])
    func `these are not, and why`(address: String, problem: String) {
        #expect(EmailAddress.problem(in: address) == problem)
    }

    @Test(arguments: [
        ("Ivan@Example.com", "Ivan@Example.com", "Example.com", false),
        ("ivan@ПОЧТА.рф", "ivan@xn--80a1acny.xn--p1ai", "xn--80a1acny.xn--p1ai", false),
        ("иван@почта.рф", "иван@xn--80a1acny.xn--p1ai", "xn--80a1acny.xn--p1ai", true),
        ("иван@example.com", "иван@example.com", "example.com", true),
        ("\"a@b\"@例え。テスト", "\"a@b\"@xn--r8jz45g.xn--zckzah", "xn--r8jz45g.xn--zckzah", false),
        ("a+b=c@[192.0.2.1]", "a+b=c@[192.0.2.1]", "[192.0.2.1]", false),
    ])
    func `addresses go out with their domain in ASCII`(
        address: String, text: String, domain: String, needsSMTPUTF8: Bool
    ) throws {
        let result = try EmailAddress(address)
        #expect(result.text == text)
        #expect(result.domain == domain)
        #expect(result.needsSMTPUTF8 == needsSMTPUTF8)
    }

    @Test(arguments: [
        ("", "the address is blank"), ("ivan", "'ivan' has no @"), ("a\r\nb@c", "'a␍␊b@c' has a line break in it"),
        (String(repeating: "a", count: 65), "'\(String(repeating: "a", count: 64))…' has no @"),
    ])
    func `a problem names the address on one line`(address: String, sentence: String) {
        let problem = #expect(throws: EmailAddress.Problem.self) { try EmailAddress(address) }
        #expect(problem?.problem == sentence)
        #expect(problem?.remedy == "write one address like name@example.com")
    }
}
