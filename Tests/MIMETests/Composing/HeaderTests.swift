import Attributes
import MIME
import Testing

struct HeaderTests {
    @Test(arguments: [
        ("Hello", "Subject: Hello"),
        ("", "Subject:"),
        ("Привет", "Subject: =?utf-8?B?0J/RgNC40LLQtdGC?="),
        ("Größe", "Subject: =?utf-8?B?R3LDtsOfZQ==?="),
        ("Große Anfrage", "Subject: =?utf-8?Q?Gro=C3=9Fe_Anfrage?="),
        ("a_b? some more words é", "Subject: =?utf-8?Q?a=5Fb=3F_some_more_words_=C3=A9?="),
        (" edges ", "Subject: =?utf-8?Q?_edges_?="),
        ("=?utf-8?Q?fake?=", "Subject: =?utf-8?B?PT91dGYtOD9RP2Zha2U/PQ==?="),
        ("tab\there", "Subject: =?utf-8?Q?tab=09here?="),
        (
            "A subject that is plain but too long for one line and so is folded between its words",
            "Subject: A subject that is plain but too long for one line and so is folded\r\n between its words"
        ),
        (
            "Встреча отдела кадров с новыми сотрудниками перенесена",
            "Subject: =?utf-8?B?0JLRgdGC0YDQtdGH0LAg0L7RgtC00LXQu9CwINC60LDQtNGA?=\r\n"
                + " =?utf-8?B?0L7QsiDRgSDQvdC+0LLRi9C80Lgg0YHQvtGC0YDRg9C00L3QuNC60LDQvNC4?=\r\n"
                + " =?utf-8?B?INC/0LXRgNC10L3QtdGB0LXQvdCw?="
        ),
        (
            "é\(String(repeating: "漢", count: 20))",
            "Subject: =?utf-8?Q?=C3=A9=E6=BC=A2=E6=BC=A2=E6=BC=A2=E6=BC=A2=E6=BC=A2?=\r\n"
                + " =?utf-8?B?5ryi5ryi5ryi5ryi5ryi5ryi5ryi5ryi5ryi5ryi5ryi5ryi5ryi5ryi5ryi?="
        ),
    ])
    func `a subject is plain where it can be, and encoded words where it must`(subject: String, field: String) throws {
        let letter = try composed { $0.subject = subject }
        #expect(rawField("Subject", in: letter) == field)
    }

    @Test(arguments: [
        (nil, "ivan@example.com", "To: ivan@example.com"),
        ("", "ivan@example.com", "To: ivan@example.com"),
        (" ", "ivan@example.com", "To: ivan@example.com"),
        ("Ivan Petrov", "ivan@example.com", "To: Ivan Petrov <ivan@example.com>"),
        ("Petrov, Ivan", "ivan@example.com", "To: \"Petrov, Ivan\" <ivan@example.com>"),
        ("Ivan \"Vanya\" P\\", "i@example.com", #"To: "Ivan \"Vanya\" P\\" <i@example.com>"#),
        ("J. Doe", "j@example.com", "To: \"J. Doe\" <j@example.com>"),
        ("evil@example.org", "j@example.com", "To: \"evil@example.org\" <j@example.com>"),
        ("Иван", "ivan@example.com", "To: =?utf-8?B?0JjQstCw0L0=?= <ivan@example.com>"),
        ("=?x?q?y?=", "j@example.com", "To: =?utf-8?B?PT94P3E/eT89?= <j@example.com>"),
        (nil, "Desk@Пример.РФ", "To: Desk@xn--e1afmkfd.xn--p1ai"),
        (nil, "desk@bücher.example", "To: desk@xn--bcher-kva.example"),
        (nil, "desk@[192.0.2.1]", "To: desk@[192.0.2.1]"),
        (nil, "\"a b\"@example.com", "To: \"a b\"@example.com"),
        (nil, "\"a..b\"@example.com", "To: \"a..b\"@example.com"),
        (nil, "почта@пример.рф", "To: почта@xn--e1afmkfd.xn--p1ai"),
        (
            "Executive Assistant to the Board of Directors", "assistant.to.the.board@subsidiary.example.com",
            "To: Executive Assistant to the Board of Directors\r\n <assistant.to.the.board@subsidiary.example.com>"
        ),
    ])
    func `a mailbox is written as its name and address need it`(name: String?, address: String, field: String) throws {
        let letter = try composed { $0.to = [Mailbox(name: name, address: address)] }
        #expect(rawField("To", in: letter) == field)
    }

    @Test
    func `several recipients stand in one folded field`() throws {
        let letter = try composed { draft in
            draft.to = (1...4).map { Mailbox(name: "Person \($0)", address: "person\($0)@example.com") }
        }
        #expect(
            rawField("To", in: letter)
                == "To: Person 1 <person1@example.com>, Person 2 <person2@example.com>, Person 3\r\n"
                + " <person3@example.com>, Person 4 <person4@example.com>")
    }

    @Test(arguments: [
        ("Cyrillic@почта.рф", true), ("ящик@example.com", true), ("box@пример.рф", false), ("box@example.com", false),
    ])
    func `only letters beyond ASCII before the @ need SMTPUTF8`(address: String, isUnusual: Bool) throws {
        let content = try compose(.sample { $0.to = [Mailbox(address: address)] })
        #expect(content.needsSMTPUTF8 == (isUnusual && !address.hasPrefix("Cyrillic")))
    }

    @Test
    func `a letter to hidden recipients only says so`() throws {
        let letter = try composed { $0.to = [] }
        #expect(rawField("To", in: letter) == "To: undisclosed-recipients:;")
    }

    @Test(arguments: [
        ("report.pdf", "Content-Type: application/pdf; name=\"report.pdf\"", "filename=\"report.pdf\""),
        (
            "Отчёт.pdf", "Content-Type: application/pdf; name=\"=?utf-8?B?0J7RgtGH0ZHRgi5wZGY=?=\"",
            "\r\n filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.pdf"
        ),
        ("a\"b\\c.txt", #"Content-Type: text/plain; name="a\"b\\c.txt""#, #"filename="a\"b\\c.txt""#),
        (
            "я\"; charset=\"x.txt", "Content-Type: text/plain; name*=UTF-8''%D1%8F%22%3B%20charset%3D%22x.txt",
            "\r\n filename*=UTF-8''%D1%8F%22%3B%20charset%3D%22x.txt"
        ),
        (
            "50% off; really.png", "Content-Type: image/png; name=\"50% off; really.png\"",
            "filename=\"50% off; really.png\""
        ),
        (
            "Протокол заседания совета директоров.docx",
            "Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document;\r\n"
                + " name=\"=?utf-8?B?0J/RgNC+0YLQvtC60L7QuyDQt9Cw0YHQtdC00LDQvdC40Y8g0YHQvtCy?=\r\n"
                + " =?utf-8?B?0LXRgtCwINC00LjRgNC10LrRgtC+0YDQvtCyLmRvY3g=?=\"",
            "\r\n filename*0*=UTF-8''%D0%9F%D1%80%D0%BE%D1%82%D0%BE%D0%BA%D0%BE%D0%BB%20%D0%B7;\r\n"
                + " filename*1*=%D0%B0%D1%81%D0%B5%D0%B4%D0%B0%D0%BD%D0%B8%D1%8F%20%D1%81%D0%BE;\r\n"
                + " filename*2*=%D0%B2%D0%B5%D1%82%D0%B0%20%D0%B4%D0%B8%D1%80%D0%B5%D0%BA%D1%82;\r\n"
                + " filename*3*=%D0%BE%D1%80%D0%BE%D0%B2.docx\r\n"
        ),
    ])
    func `a file's name is written for old readers and by the standard`(
        name: String, type: String, disposition: String
    ) throws {
        let letter = try composed { $0.attached = [Draft.File(.init(name: name, content: .bytes([1])))] }
        let part = letter.components(after: "Content-Type: text/plain; charset=UTF-8")
        #expect(part.contains("\r\n\(type)\r\n"))
        let gap = disposition.hasPrefix("\r\n") ? "" : " "
        #expect(part.contains("\r\nContent-Disposition: attachment;\(gap)\(disposition)"))
    }

    @Test
    func `further headers keep their order, are folded and encoded`() throws {
        let letter = try composed { draft in
            draft.headers = [
                .init(name: "Auto-Submitted", value: "auto-generated"), .init(name: "X-Case", value: "Дело 7"),
                .init(
                    name: "List-Unsubscribe",
                    value: "<https://example.com/unsubscribe/0198c2f03f6a7c219d5e0b1f2a3c4d5e>, <mailto:u@example.com>"),
            ]
        }
        #expect(
            letter.contains(
                "\r\nAuto-Submitted: auto-generated\r\nX-Case: =?utf-8?B?0JTQtdC70L4gNw==?=\r\n"
                    + "List-Unsubscribe:\r\n <https://example.com/unsubscribe/0198c2f03f6a7c219d5e0b1f2a3c4d5e>,\r\n"
                    + " <mailto:u@example.com>\r\nMIME-Version: 1.0\r\n"))
    }
}

extension String {
    /// What stands behind the first occurrence of a text.
    fileprivate func components(after text: String) -> Substring {
        firstRange(of: text).map { self[$0.upperBound...] } ?? ""
    }
}
