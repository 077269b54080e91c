import Testing

@testable import Wire

@Suite struct DomainNameTests {
    @Test(
        arguments: [
            ("example.com", "example.com"),
            ("почта.рф", "xn--80a1acny.xn--p1ai"),
            ("ПОЧТА.РФ", "xn--80a1acny.xn--p1ai"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("::1", "::1"),
            ("", nil),
            (String(repeating: "a", count: 64), nil),
            (String(repeating: "я", count: 64), nil),
        ] as [(String, String?)])
    func `names of any script become ASCII`(_ name: String, _ expected: String?) {
        #expect(DomainName.ascii(name) == expected)
    }
}
