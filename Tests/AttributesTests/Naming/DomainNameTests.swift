import Testing

@testable import Attributes

struct DomainNameTests {
    @Test(arguments: [
        ("example.com", "example.com"), ("Example.COM", "Example.COM"), ("localhost", "localhost"),
        ("a_b.local", "a_b.local"), ("почта.рф", "xn--80a1acny.xn--p1ai"), ("ПОЧТА.рф", "xn--80a1acny.xn--p1ai"),
        ("и\u{306}.рф", "xn--i1a.xn--p1ai"), ("bücher.example", "xn--bcher-kva.example"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"), ("\u{212A}.example", "k.example"), ("mail.example.", "mail.example."),
        ("::1", "::1"), ("", nil),
        (String(repeating: "a", count: 63), String(repeating: "a", count: 63)),
        (String(repeating: "a", count: 64), nil),
        (String(repeating: "я", count: 64), nil), (String(repeating: "a.", count: 127), nil),
    ])
    func `names of any script become what the DNS knows`(name: String, ascii: String?) {
        #expect(DomainName.ascii(name) == ascii)
    }

    // RFC 3492 section 7.1 and domains in use.
    @Test(arguments: [
        ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"), ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"), ("bücher", "bcher-kva"), ("рф", "p1ai"),
        ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
        ("安室奈美恵-with-super-monkeys", "-with-super-monkeys-pc58ag80a8qai00g7n9n"),
    ])
    func `punycode is RFC 3492's`(label: String, encoded: String) {
        #expect(Punycode.encode(Array(label.unicodeScalars)) == encoded)
    }
}
