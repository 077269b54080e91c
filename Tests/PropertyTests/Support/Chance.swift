import Peers

/// Texts by chance: of every script, and of everything that could mean something to a reader.
enum Chance {
    /// Letters, marks, digits and signs of many scripts and lengths in UTF-8.
    static let letters = [
        "a", "Z", "7", " ", " ", "é", "e\u{301}", "я", "Щ", "ё", "ς", "Ω", "ß", "İ", "ı", "ש", "ع", "ة", "\u{64B}", "ह",
        "ि", "ก", "่",
        "漢", "字", "か", "ガ", "한", "글", "👍", "👩‍👩‍👧", "🇩🇪", "👍🏽", "𝔘", "𐍈", "\u{200D}", "\u{200C}", "ﷺ", "№", "€", "—", "«",
        "»", "…",
        "\u{A0}", "\u{AD}", "\u{FEFF}",
    ]

    /// What ends, quotes, separates or begins something in headers, MIME, calendars, HTML or templates.
    static let signs = [
        "\"", "'", "\\", ",", ";", ":", "<", ">", "(", ")", "[", "]", "{", "}", "@", "=", "?", "_", "-", "--", "%", "&",
        "#",
        "/", "|", "^", "*", "+", "$", "`", "~", ".", "..", "!", "\t", "  ",
    ]

    /// What looks like a beginning of something else.
    static let traps = [
        "\r\nBcc: x@y.example", "\nBcc: x@y.example\n\nbody", "\r\n\r\n<b>x</b>", "Bcc: x@y.example", "--=_m", "=_",
        "=_m0123456789ABCDEF",
        "\r\n--=_m\r\nContent-Type: text/html\r\n\r\n", "=?utf-8?Q?x?=", "=?utf-8?B?eA==?=", "=?UTF-8?Q?=0D=0ABcc:_x?=",
        "=0D=0A", "%0D%0A",
        "=20", "UTF-8''%0A", "filename*0*=UTF-8''x", "\"; filename=\"x.exe", "BEGIN:VEVENT",
        "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n",
        "\nATTENDEE:mailto:x@y.example", "\\nSUMMARY:x", "\\n", "\\,", "\\;", ";CN=x:mailto:x@y.example", "^n", "^'",
        "^^",
        "<script>alert(1)</script>", "</p><h1>", "\"><img src=x onerror=alert(1)>", "' onclick='x", "<!--", "-->",
        "]]>", "</title>",
        "&lt;", "&amp;", "&#39;", "&nbsp;", "javascript:alert(1)", "{Title}", "<Title>", "<Title|x>", "{{x}}",
        "{{{x}}}", "{{#x}}", "\\<Title>",
        "${env:PATH}", "${file:/etc/passwd}", "\n.\n", "\r\n.\r\n", "\nFrom x", "From x", "x@y.example",
        "<x@y.example>", "x@y.example, z@y.example",
        "x@y.example; z@y.example", "undisclosed-recipients:;", " ", "", "null", "~", "true", "0x10",
        "=cmd|'/C calc'!A0",
    ]

    /// Control characters and line ends of every kind.
    static let controls = [
        "\r", "\n", "\r\n", "\t", "\u{0}", "\u{1}", "\u{8}", "\u{B}", "\u{C}", "\u{1B}[31m", "\u{1C}", "\u{1F}",
        "\u{7F}", "\u{85}",
        "\u{9B}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{200B}",
    ]

    /// So many pieces of some tables, joined.
    static func text(_ range: ClosedRange<Int>, of tables: [[String]], _ random: inout Seeded) -> String {
        var text = ""
        for _ in 0..<random.number(range) { text += random.pick(random.pick(tables)) }
        return text
    }

    /// A value that nobody meant well.
    static func hostile(_ random: inout Seeded) -> String {
        switch random.number(0...5) {
        case 0: text(1...4, of: [letters, traps], &random)
        case 1: text(1...3, of: [letters, controls], &random)
        case 2: text(1...40, of: [letters, signs], &random)
        case 3: text(1...12, of: [letters, signs, traps, controls], &random)
        case 4: scalars(&random)
        default: text(60...200, of: [letters], &random)
        }
    }

    /// Any scalars at all.
    private static func scalars(_ random: inout Seeded) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<random.number(1...30) {
            let limit = random.pick([0x7F, 0x7FF, 0xFFFF, 0x10FFFF])
            if let scalar = Unicode.Scalar(UInt32(random.number(0...limit))) { text.append(scalar) }
        }
        return String(text)
    }
}
