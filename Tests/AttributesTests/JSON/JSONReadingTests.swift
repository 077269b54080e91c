import Attributes
import Diagnostics
import Testing

struct JSONReadingTests {
    @Test(
        arguments: [
            ("null", JSON.null), ("true", true), (" false\r\n", false), ("0", .number("0")), ("-0", .number("-0")),
            ("1.50", .number("1.50")), ("-2E+8", .number("-2E+8")), ("1e-3", .number("1e-3")),
            ("123456789012345678901234567890", .number("123456789012345678901234567890")),
            ("\"\"", ""), ("\"Планёрка\"", "Планёрка"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""a\u0416\u00e9b""#, "aЖéb"), (#""\uD83D\uDE00""#, "😀"), (#""\ud83d\ude00!""#, "😀!"),
            (#""\u0000""#, "\0"),
            ("\"\u{7F}\u{2028}\u{FEFF}\"", "\u{7F}\u{2028}\u{FEFF}"), ("[]", []), ("[ ]", []), ("{}", [:]),
            ("{ }", [:]),
            ("[1,[2],{}]", [1, [2], [:]]), (#"{"b":1,"a":{"":null}}"#, ["b": 1, "a": ["": .null]]),
            ("\u{FEFF}{\"a\":1}", ["a": 1]), ("\t[\n1\r,\t2 ]", [1, 2]),
        ] as [(String, JSON)])
    func `JSON is read as RFC 8259 has it`(text: String, value: JSON) throws {
        #expect(try JSON.read(text) == value)
    }

    @Test(arguments: [
        ("", "1:1: the text is blank (an object without attributes is written {})"),
        (" \n ", "2:2: the text is blank (an object without attributes is written {})"),
        ("{\"a\": 1,}", "1:8: a comma stands before the end of the object (delete this comma)"),
        ("[1, 2,\n]", "1:6: a comma stands before the end of the list (delete this comma)"),
        ("[1,,2]", "1:4: a value is missing before the comma (write null where there is none)"),
        ("{\"a\":1,,\"b\":2}", "1:8: two commas stand in a row (delete one of them)"),
        ("[,1]", "1:2: a value is missing before the comma (write null where there is none)"),
        ("{\"a\":}", "1:6: a value is missing (write null where there is none)"),
        ("{\"a\"}", "1:5: a colon is missing after the key 'a' (write a key as \"key\": value)"),
        ("{\"a\" = 1}", "1:6: a colon is missing after the key 'a' (write : instead of =)"),
        ("{\"a\": 1\n \"b\": 2}", "2:2: a comma is missing in the object (write a comma before this)"),
        ("[1 2]", "1:4: a comma is missing in the list (write a comma before this)"),
        ("[1; 2]", "1:3: a semicolon stands in the list (write a comma)"),
        ("[1}", "1:3: the list is closed with } (write ])"),
        ("[\"a\": 1]", "1:5: a colon stands where a comma is expected (only the keys of an object have values)"),
        ("{Title: 1}", "1:2: the key Title is not in quotes (write \"Title\")"),
        ("{Тема: 1}", "1:2: the key Тема is not in quotes (write \"Тема\")"),
        ("{'Title': 1}", "1:2: a text stands in other than double quotes (write \"text\")"),
        ("{\"a\": 'b'}", "1:7: a text stands in other than double quotes (write \"text\")"),
        ("{\"a\": «b»}", "1:7: a text stands in other than double quotes (write \"text\", with straight quotes)"),
        ("{“a”: 1}", "1:2: a text stands in other than double quotes (write \"text\", with straight quotes)"),
        ("{1: 2}", "1:2: the key 1 is not in quotes (write \"1\")"),
        ("{[]: 2}", "1:2: a key is expected, and '[' stands here (write a key as \"key\": value)"),
        ("[1] // no", "1:5: JSON has no comments (delete the comment)"),
        ("/* no */ 1", "1:1: JSON has no comments (delete the comment)"),
        ("{\n# no\n}", "2:1: JSON has no comments (delete the comment)"),
        ("NaN", "1:1: NaN is no value of JSON (write null, or leave the key out)"),
        ("[-Infinity]", "1:3: Infinity is no value of JSON (write null, or leave the key out)"),
        ("[None]", "1:2: None is no value of JSON (write null, or leave the key out)"),
        ("[undefined]", "1:2: undefined is no value of JSON (write null, or leave the key out)"),
        ("True", "1:1: True is no value of JSON (write true)"),
        ("nullable", "1:1: nullable is no value of JSON (put a text in double quotes)"),
        ("{\"a\": завтра}", "1:7: завтра is no value of JSON (put a text in double quotes)"),
        ("+1", "1:1: a number has a plus sign (delete the plus)"),
        (".5", "1:1: a number begins with its point (write a 0 before the point)"),
        ("1.", "1:1: a number ends with its point (add digits after the point, or delete it)"),
        ("1e", "1:1: a number has an exponent without digits"),
        ("-", "1:1: a minus without digits is no number"),
        ("-a", "1:1: a minus without digits is no number"),
        (
            "007",
            "1:1: a number begins with 0 (leave the zeros out, or put it in double quotes if it is a text: \"007\")"
        ),
        ("0x1F", "1:1: JSON has no hexadecimal numbers (write it in decimal digits)"),
        ("12ab", "1:1: a number runs into a word (put a text in double quotes)"),
        (
            "2026-12-01",
            "1:5: something follows the end of the value (one JSON value is read; many, one a line, are an NDJSON)"
        ),
        (
            "{} {}",
            "1:4: something follows the end of the value (one JSON value is read; many, one a line, are an NDJSON)"
        ),
        ("{\"a\": 1", "1:1: the object that begins here is not closed (add } where it ends)"),
        ("{", "1:1: the object that begins here is not closed (add } where it ends)"),
        ("{\"a\":", "1:6: the text ends where a value is expected"),
        ("{\"a\"", "1:5: the text ends too soon"),
        ("[1, [2, 3]", "1:1: the list that begins here is not closed (add ] where it ends)"),
        ("[1,", "1:1: the list that begins here is not closed (add ] where it ends)"),
        ("[\"a", "1:2: this text is not closed (add \" where it ends)"),
        (
            "\"a\nb\"",
            "1:1: this text is not closed on its line (add \" where it ends; a line break in it is written \\n)"
        ),
        ("\"a\tb\"", "1:3: a text holds a tab (write \\t)"),
        ("\"\u{1}\"", "1:2: a text holds the control character U+0001 (write \\u0001)"),
        ("\"C:\\Users\"", "1:4: \\U is no escape of JSON (a backslash is written \\\\, as in \"C:\\\\files\")"),
        ("\"\\u12G4\"", "1:2: \\u needs four hexadecimal digits (as in \\u0416)"),
        ("\"\\u12", "1:2: \\u needs four hexadecimal digits (as in \\u0416)"),
        ("\"\\", "1:2: the text ends inside an escape"),
        (
            "\"\\uD800\"",
            "1:2: \\uD800 is half of a surrogate pair without its other half (write the character itself, or both halves)"
        ),
        (
            "\"\\uDC00\\uD800\"",
            "1:2: \\uDC00 is half of a surrogate pair without its other half (write the character itself, or both halves)"
        ),
        (
            "\"\\uD800\\u0041\"",
            "1:2: \\uD800 is half of a surrogate pair without its other half (write the character itself, or both halves)"
        ),
        ("{\"a\":\u{A0}1}", "1:6: the blank U+00A0 stands between the values (write an ordinary space)"),
        ("[1,\u{200B}2]", "1:4: the blank U+200B stands between the values (write an ordinary space)"),
        ("[\u{1B}]", "1:2: the control character U+001B stands between the values"),
        ("\u{FEFF}[x]", "1:2: x is no value of JSON (put a text in double quotes)"),
        ("[*]", "1:2: a value is expected, and '*' stands here"),
        (
            "{\"a\":1,\r\n\"b\":2,\n \"a\":3}",
            "3:2: the key 'a' stands twice in an object (delete one of the two; the first is at 1:2)"
        ),
        (
            "{\"ключ\":1,\"\\u043aлюч\":2}",
            "1:11: the key 'ключ' stands twice in an object (delete one of the two; the first is at 1:2)"
        ),
    ])
    func `what is no JSON is placed and mended`(text: String, complaint: String) {
        #expect(throws: JSONError.self) { try JSON.read(text) }
        do throws(JSONError) { _ = try JSON.read(text) } catch { #expect(error.description == complaint) }
    }

    @Test(arguments: [
        ([0x22, 0x61, 0xFF, 0x22], "1:3: the byte FF at offset 2 is not UTF-8 (save the text in UTF-8)"),
        ([0x22, 0xC0, 0x80, 0x22], "1:2: the byte C0 at offset 1 is not UTF-8 (save the text in UTF-8)"),
        ([0x22, 0xED, 0xA0, 0x80, 0x22], "1:2: the byte ED at offset 1 is not UTF-8 (save the text in UTF-8)"),
        ([0x22, 0xD0, 0x22], "1:2: the byte D0 at offset 1 is not UTF-8 (save the text in UTF-8)"),
        ([0x22, 0x5C, 0x6E, 0xF5, 0x22], "1:4: the byte F5 at offset 3 is not UTF-8 (save the text in UTF-8)"),
        ([0xCF, 0xF0, 0xE8], "1:1: the byte CF at offset 0 is not UTF-8 (save the text in UTF-8)"),
        ([0xFF, 0xFE, 0x7B, 0x00], "1:1: the text is in UTF-16 or UTF-32 (save it in UTF-8)"),
        ([0x00, 0x7B, 0x00, 0x7D], "1:1: the text is in UTF-16 or UTF-32 (save it in UTF-8)"),
        ([0x7B, 0x00, 0x7D, 0x00], "1:1: the text is in UTF-16 or UTF-32 (save it in UTF-8)"),
    ])
    func `what is no UTF-8 is placed`(bytes: [UInt8], complaint: String) {
        #expect(throws: JSONError.self) { try JSON.read(bytes) }
        do throws(JSONError) { _ = try JSON.read(bytes) } catch { #expect(error.description == complaint) }
    }

    @Test func `a line of an NDJSON has its own number`() {
        do throws(JSONError) {
            _ = try JSON.read("{x}", line: 17)
            Issue.record("it was read")
        } catch {
            #expect(
                error.diagnostic(file: "a.ndjson").printed()
                    == "a.ndjson:17:2: error[json]: the key x is not in quotes\n  help: write \"x\"\n")
        }
    }

    @Test func `a key that comes twice is found among many`() {
        let members = (0..<5000).map { "\"key\($0)\": \($0)" }
        #expect(throws: Never.self) { try JSON.read("{\(members.joined(separator: ","))}") }
        #expect(throws: JSONError.self) { try JSON.read("{\(members.joined(separator: ",")),\"key4321\":0}") }
    }
}
