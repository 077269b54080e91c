import Diagnostics
import Testing

@testable import Settings

/// What YAML can't read, and how the line was most likely meant.
struct SyntaxTests {
    @Test(arguments: [
        (
            #"subject: "\<b>""#,
            #"1:11: a backslash in double quotes begins an escape, and this is none (write it in single quotes: subject: '\<b>')"#
        ),
        (
            "to: {name: Desk #5}\nb: 1",
            #"1:17: ' #' begins a comment, and the bracket before it stays open (quote the text: to: {name: "Desk #5"})"#
        ),
        (
            "to: {name: Desk #5, address: a@b}",
            #"1:17: ' #' begins a comment, and the bracket before it stays open (quote the text: to: {name: "Desk #5", address: a@b})"#
        ),
        (
            "to: {\n  name: Desk #5,\n  x: y}\n",
            #"2:14: ' #' begins a comment, and the bracket before it stays open (quote the text: name: "Desk #5",)"#
        ),
        (
            "auth: {type: basic, user: ${env:X}}",
            #"1:28: the braces of '${…}' need quotes inside brackets and braces (write: auth: {type: basic, user: "${env:X}"})"#
        ),
        (
            "to: [a${env:X}@b, \"${env:Y}\"]",
            #"1:15: the braces of '${…}' need quotes inside brackets and braces (write: to: ["a${env:X}@b", "${env:Y}"])"#
        ),
        (
            "key: a: b # c",
            #"1:7: a colon with a space begins a value, and this line has one already (quote the text: key: "a: b" # c)"#
        ),
        (
            "  - key: a: b",
            #"1:11: a colon with a space begins a value, and this line has one already (quote the text: - key: "a: b")"#
        ),
        ("key: @a", #"1:6: a text without quotes can't begin with '@' (quote the text: key: "@a")"#),
        ("key: `a`", #"1:6: a text without quotes can't begin with '`' (quote the text: key: "`a`")"#),
        ("key: %a", #"1:6: a text without quotes can't begin with '%' (quote the text: key: "%a")"#),
        ("key: [@a, b]", #"1:7: a text without quotes can't begin with '@' (quote the text: key: ["@a", b])"#),
        ("- %a \"b\"", #"1:3: a text without quotes can't begin with '%' (quote the text: - '%a "b"')"#),
        ("key: **a**", #"1:6: a text without quotes can't begin with '*' (quote the text: key: "**a**")"#),
        ("key: *a b", #"1:6: '*a' refers to nothing (quote the text if the star is meant: key: "*a b")"#),
        ("a: &name 1\nkey: *nmae", "2:6: '*nmae' refers to nothing (did you mean 'name'?)"),
        ("key: , a", #"1:6: a text without quotes can't begin with ',' (quote the text: key: ", a")"#),
        ("key: ]", #"1:6: a text without quotes can't begin with ']' (quote the text: key: "]")"#),
        (
            "key: {Title} for you",
            #"1:14: the quoted or bracketed value ends before this, and more text follows (quote all of it: key: "{Title} for you")"#
        ),
        (
            "key: 'it's'",
            "1:10: the quoted or bracketed value ends before this, and more text follows (quote all of it: key: \"it's\")"
        ),
        (
            "key: \"a\" b",
            "1:10: the quoted or bracketed value ends before this, and more text follows (quote all of it: key: '\"a\" b')"
        ),
        ("key: \"a\nb: 1", "1:6: a quote is opened here and not closed (close it)"),
        ("key: 'a\nb: 1", "1:6: a quote is opened here and not closed (close it)"),
        (
            "key: [a, b\nb: 1",
            "1:6: a bracket or brace is opened here and not closed (close it, or quote the text that it stands in)"
        ),
        (
            "key: {a: b\n",
            "1:6: a bracket or brace is opened here and not closed (close it, or quote the text that it stands in)"
        ),
        ("a: 1\n\tb: 2", "2:1: a tab can't indent YAML (indent with spaces)"),
        ("\ta: 1", "1:1: a tab can't indent YAML (indent with spaces)"),
        ("a: |\n\tb", "2:1: a tab can't indent YAML (indent with spaces)"),
        ("a:\n  b: 1\n c: 2", "3:2: this line's indentation fits nothing above it (indent it as its neighbours are)"),
        (" a: 1\nb: 2", "2:1: this line's indentation fits nothing above it (indent it as its neighbours are)"),
        ("a: 1\n- b", "2:1: this line's indentation fits nothing above it (indent it as its neighbours are)"),
        (
            "a: 1\n  b: 2",
            "2:4: this line is indented as part of the value above, and has a colon (indent it as its neighbours are)"
        ),
        ("port:25\nb: 2", "1:1: a key needs a space behind its colon (write: port: 25)"),
        (
            "a: 1\nb\nc: 2",
            "2:1: this is neither a key with its value nor part of what stands above (write 'key: value')"
        ),
        (
            "a: 1\nport:25\n",
            "2:1: this is neither a key with its value nor part of what stands above (write 'key: value': port: 25)"
        ),
        (
            "a: - b",
            "1:4: a list can't begin in the middle of a line (begin it on a line of its own, or write it in brackets)"
        ),
        (
            "a: |x\n  b",
            #"1:5: only '-', '+', a digit or a comment may follow '|' and '>' (begin the text on the next line, or quote it if the sign is part of it: a: "|x")"#
        ),
        (
            #"a: "\u12""#,
            #"1:7: this escape names no character (\x has two digits, \u four and \U eight; or write the character itself)"#
        ),
        (
            #"a: "\uD800""#,
            #"1:7: this escape names no character (\x has two digits, \u four and \U eight; or write the character itself)"#
        ),
        (
            "a: 1\n---\nb: 1",
            "2:1: a second document begins here (one file declares one thing: move what follows '---' to a file of its own)"
        ),
        ("? [a]\n: b", "1:3: a key must be a text, but this is a list (quote it if the brackets are meant as text)"),
        ("{Title}: x", "1:1: a key must be a text, but this is a mapping (quote it if the brackets are meant as text)"),
        (
            "a: !secret x",
            #"1:4: '!secret' is a tag to YAML, and tags mean nothing here (delete it, or quote the text that it belongs to: a: "!secret x")"#
        ),
        (
            "b: &b {x: 1}\na:\n  <<: *b\n  y: 1",
            "3:3: '<<' merges nothing here: router reads no merge keys (write the keys out, or repeat a whole value with an alias)"
        ),
        (
            "a: 1\nb: 2\na: 3",
            "3:1: 'a' stands here a second time; the first is in line 1 (keep one of them)"
        ),
        (
            "a: &copy 2026",
            "warning 1:10: '&copy' before it names it for aliases, and no alias uses it (quote the text if the '&' is part of it, or delete the name)"
        ),
        (
            "%FOO\n---\na: 1",
            "1:5: found unknown directive name while scanning a directive (quote the text if it is one, or write it as a block behind '|')"
        ),
    ])
    func `a slip of the pen is named, placed and mended`(text: String, problem: String) {
        #expect(Self.said(text) == problem)
    }

    @Test(arguments: [
        (
            "a: b\u{85}c",
            "1:5: an invisible character, U+0085 (delete it; where it is meant, write it as an escape in double quotes)"
        ),
        (
            "a: b\nc\u{2028}",
            "2:2: an invisible character, U+2028 (delete it; where it is meant, write it as an escape in double quotes)"
        ),
        (
            "Ж: \u{2029}",
            "1:4: an invisible character, U+2029 (delete it; where it is meant, write it as an escape in double quotes)"
        ),
        (
            "a: b\0",
            "1:5: an invisible character, U+0000 (delete it; where it is meant, write it as an escape in double quotes)"
        ),
        (
            "a: \u{1B}[31m",
            "1:4: an invisible character, U+001B (delete it; where it is meant, write it as an escape in double quotes)"
        ),
        (
            "a: b\u{FEFF}",
            "1:5: an invisible character, U+FEFF (delete it; where it is meant, write it as an escape in double quotes)"
        ),
        ("a: 1\rb: 2", "1:5: an invisible character, U+000D (save the file with line ends LF or CRLF)"),
        (
            "a: \u{7F}\nb: \u{9F}",
            """
            1:4: an invisible character, U+007F (delete it; where it is meant, write it as an escape in double quotes)
            2:4: an invisible character, U+009F (delete it; where it is meant, write it as an escape in double quotes)
            """
        ),
    ])
    func `a character that no editor shows is named`(text: String, problem: String) {
        #expect(Self.said(text) == problem)
    }

    @Test(arguments: [
        "\u{FEFF}a: 1", "a: 1\r\n", "%YAML 1.2\n---\na: 1\n...\n", "---\na: 1\n", "? a\n: 1", "{a: 1}", "\"a\": 1",
        "a: Ж\u{A0}\u{E000}\u{10FFFF}",
    ])
    func `what is unusual and right is read`(text: String) {
        let read = Read.yaml(text)
        #expect(read.said == "")
        #expect(read.node?["a"] != nil)
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "\u{FEFF}"])
    func `nothing is nothing`(text: String) {
        let read = Read.yaml(text)
        #expect(read.said == "")
        #expect(read.node?.isNothing ?? true)
    }

    @Test(arguments: [
        "password: hunter2: x", "auth: {password: hunter2, user: ${env:X}}", #"client-secret: "\hunter2""#,
        "token: @hunter2",
        "Пароль: hunter2: 1",
    ])
    func `a line with a secret is never shown`(text: String) {
        let said = Read.yaml(text).said
        #expect(said.contains("error["))
        #expect(!said.contains("hunter2"))
    }

    @Test
    func `the words are underlined`() {
        #expect(
            Read.yaml("name: x\nтема: a: b\n").said == """
                a.yaml:2:8: error[yaml-syntax]: a colon with a space begins a value, and this line has one already
                  2 | тема: a: b
                    |        ^
                  help: quote the text: тема: "a: b"
                """)
    }

    /// Place, problem and remedy in a line.
    private static func said(_ text: String) -> String {
        Read.diagnostics(text).map { diagnostic in
            let place = diagnostic.span.map { "\($0.start.line):\($0.start.column): " } ?? ""
            let severity = diagnostic.severity == .warning ? "warning " : ""
            return "\(severity)\(place)\(diagnostic.message)\(diagnostic.help.map { " (\($0))" } ?? "")"
        }.joined(separator: "\n")
    }
}
