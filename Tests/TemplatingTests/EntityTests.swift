import Attributes
import Peers
import Testing

@testable import Templating

@Suite struct EntityTests {
    private static func decoded(_ text: String, isAttribute: Bool = false) -> String {
        String(decoding: Entities.decoded(Array(text.utf8), isAttribute: isAttribute), as: UTF8.self)
    }

    @Test(arguments: [
        ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"), ("&#1055;&#x41;&#X42;&#65x", "ПABAx"),
        ("&laquo;&hellip;&numero;", "«…№"),
        ("&copy 2026 &copy2026 &ampx &notit;", "© 2026 ©2026 &x ¬it;"),
        ("&unknown; & &; &# &#x; &#;", "&unknown; & &; &# &#x; &#;"),
        ("&#128;&#147;&#x96;&#150;", "€“––"),
        ("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("&hearts &hearts;", "&hearts ♥"), ("&", "&"), ("&amp", "&"),
    ])
    func `references are decoded as browsers do`(_ text: String, _ expected: String) {
        #expect(Self.decoded(text) == expected)
    }

    @Test func `in an attribute an old name without its semicolon is part of an address`() {
        #expect(Self.decoded("?a=1&copy=2&lt&reg;&amp;x", isAttribute: true) == "?a=1&copy=2<®&x")
    }

    @Test func `every name means what Python takes it for`() async throws {
        let names = EntityNames.all.keys.sorted()
        #expect(names.count > 500)
        let seen = try await ReadHTML.all(names.map { "<p>&\($0);</p>" })
        try #require(seen.count == names.count)
        for (name, found) in zip(names, seen) { #expect(Self.decoded("&\(name);") == found.text, "\(name)") }
    }
}
