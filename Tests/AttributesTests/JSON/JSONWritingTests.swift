import Attributes
import Testing

struct JSONWritingTests {
    @Test(
        arguments: [
            (JSON.null, "null"), (true, "true"), (false, "false"), (.number("1.50"), "1.50"), (.integer(-7), "-7"),
            ("", "\"\""),
            ("Тема «Ё»", "\"Тема «Ё»\""), ("a\"b\\c/d", #""a\"b\\c/d""#), ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#),
            ("\0\u{1F}\u{1B}[2J", #""\u0000\u001F\u001B[2J""#),
            ("\u{7F}\u{80}\u{9B}\u{A0}", "\"\\u007F\\u0080\\u009B\u{A0}\""),
            ("\u{2028}\u{2029}\u{2027}", "\"\\u2028\\u2029\u{2027}\""),
            ("long enough for the words of eight\n", #""long enough for the words of eight\n""#),
            ([], "[]"), ([:], "{}"), ([1, ["a": .null]], #"[1,{"a":null}]"#),
            (["b": 1, "a\n": 2], #"{"b":1,"a\n":2}"#),
        ] as [(JSON, String)])
    func `JSON is written in one line, with what is dangerous escaped`(value: JSON, text: String) throws {
        #expect(value.printed() == text)
        #expect(try JSON.read(text) == value)
    }

    @Test func `pretty JSON is indented by two`() {
        let value: JSON = ["name": "Иван", "to": ["a", ["b": true]], "none": [], "empty": [:]]
        #expect(
            value.printed(.pretty) == """
                {
                  "name": "Иван",
                  "to": [
                    "a",
                    {
                      "b": true
                    }
                  ],
                  "none": [],
                  "empty": {}
                }
                """)
    }
}
