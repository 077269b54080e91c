import Attributes
import Glibc
import Testing

struct DocumentCheckingTests {
    private static let schema = Schema([Attribute("Paper", .document), Attribute("Papers", .document, isArray: true)])

    private func check(_ json: String, _ documents: CheckingContext.Documents = .refused) throws -> Result<
        Record, Mismatches
    > {
        try Self.schema.check(JSON.read(json), in: CheckingContext(documents: documents, attachmentLimit: 1000))
    }

    private static let remedy =
        " (send a link to it, or raise 'limits: {attachment: …}' in router.yaml)"

    private func sentence(_ json: String, _ documents: CheckingContext.Documents = .refused) throws -> String {
        guard case .failure(let mismatches) = try check(json, documents) else { return "fits" }
        return mismatches.sentences().joined(separator: "\n")
    }

    @Test(arguments: [
        (#"{"Name":"Отчёт","Extension":".txt","Content":"Zm9v"}"#, "Отчёт.txt", "foo"),
        (#"{"Name":"README","Extension":"","Content":""}"#, "README", ""),
        (#"{"Name":"a.tar","Extension":null,"Content":"Zm9v\r\nYmFy"}"#, "a.tar", "foobar"),
        (#"{"Name":"a","Content":"Zg=="}"#, "a", "f"),
    ])
    func `a document comes in base64`(json: String, name: String, content: String) throws {
        let value = try check("{\"Paper\":\(json)}").get()["Paper"]
        #expect(value == .document(Document(name: name, content: .bytes(Array(content.utf8)))))
    }

    @Test(arguments: [
        (
            #"{"Name":"a","Extension":"pdf","Content":""}"#,
            "data: /Paper/Extension: expected an extension with its dot, such as .pdf, found the text 'pdf'"
        ),
        (
            #"{"Name":"a","Extension":".","Content":""}"#,
            "data: /Paper/Extension: expected an extension with its dot, such as .pdf, found the text '.'"
        ),
        (
            #"{"Name":"../a","Content":""}"#,
            "data: /Paper/Name: expected no slashes and control characters, found the text '../a'"
        ),
        (
            #"{"Name":"a\u0000b","Content":""}"#,
            "data: /Paper/Name: expected no slashes and control characters, found the text 'a␀b'"
        ),
        (
            #"{"Name":"a","Extension":".p/f","Content":""}"#,
            "data: /Paper/Extension: expected no slashes and control characters, found the text '.p/f'"
        ),
        (
            #"{"Name":"..","Content":""}"#,
            "data: /Paper/Name: expected a file name of at most 255 bytes, found the text '..'"
        ),
        (
            #"{"Name":"","Content":""}"#,
            "data: /Paper/Name: expected a file name of at most 255 bytes, found an empty text"
        ),
        (#"{"Name":"a"}"#, "data: /Paper/Content: expected a text, found nothing"),
        (
            #"{"Name":"a","Content":"c2VjcmV0!"}"#,
            "data: /Paper/Content: expected a file in base64 (character 9 is none of base64), found a text of 9 bytes"
        ),
        (
            #"{"Name":"a","Content":"c2VjcmV"}"#,
            "data: /Paper/Content: expected a file in base64 (it is cut short, or its = are missing at the end), found a text of 7 bytes"
        ),
        (
            #"{"Name":"a","Content":"-_"}"#,
            "data: /Paper/Content: expected a file in base64 (write + and / instead of - and _), found a text of 2 bytes"
        ),
        (
            #"{"Name":"a","Content":"data:text/plain;base64,Zm9v"}"#,
            "data: /Paper/Content: expected a file in base64 (leave out what stands before the comma, and the comma), found a text of 27 bytes"
        ),
        (
            #"{"Name":"a","Content":"Zh=="}"#,
            "data: /Paper/Content: expected a file in base64 (its end is damaged), found a text of 4 bytes"
        ),
        (
            #"{"Name":"a","Content":"","Type":"x"}"#,
            "data: /Paper/Type: expected a declared field, found the key 'Type'"
        ),
        (
            #"{"Path":"a.txt"}"#,
            "data: /Paper/Path: expected {Name, Extension, Content} (files of this machine can't be named here: send the content in base64), found a path"
        ),
        (
            #""/etc/passwd""#,
            "data: /Paper: expected {Name, Extension, Content} (files of this machine can't be named here: send the content in base64), found a path"
        ),
        ("7", "data: /Paper: expected {Name, Extension, Content}, found the number 7"),
        ("[]", "data: /Paper: expected {Name, Extension, Content}, found an empty list"),
    ])
    func `a document that does not fit is told, without its content`(json: String, expected: String) throws {
        #expect(try sentence("{\"Paper\":\(json)}") == expected)
    }

    @Test func `a content over the limit is refused, the limit itself is not`() throws {
        func paper(_ size: Int) -> String {
            "{\"Paper\":{\"Name\":\"a\",\"Content\":\"\(Base64.encode([UInt8](repeating: 65, count: size)))\"}}"
        }
        #expect(try sentence(paper(1000)) == "fits")
        #expect(
            try sentence(paper(1001))
                == "data: /Paper/Content: expected a file of at most 1 KB\(Self.remedy), found more: 1336 characters of base64"
        )
    }

    @Test func `a list's documents are placed`() throws {
        #expect(
            try sentence(#"{"Papers":[{"Name":"a","Content":""},{"Name":"b"}]}"#)
                == "data: /Papers/1/Content: expected a text, found nothing")
        #expect(
            try sentence(#"{"Papers":"c2VjcmV0c2VjcmV0"}"#)
                == "data: /Papers: expected a list, each item {Name, Extension, Content} (one item is a list too: […]), found a text of 16 bytes"
        )
    }

    @Test func `a path is taken relative to the data's folder, and checked`() throws {
        var template = Array("/tmp/router-documents-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let folder = try #require(made)
        defer { for name in ["Отчёт.txt", "large", "sub/", "pipe", ""] { remove("\(folder)/\(name)") } }
        func write(_ name: String, _ size: Int) throws {
            let file = try #require(fopen("\(folder)/\(name)", "w"))
            for _ in 0..<size { fputc(65, file) }
            fclose(file)
        }
        try write("Отчёт.txt", 3)
        try write("large", 1501)
        mkdir("\(folder)/sub", 0o700)
        mkfifo("\(folder)/pipe", 0o600)

        let report = Value.document(Document(name: "Отчёт.txt", content: .file(path: "\(folder)/Отчёт.txt", size: 3)))
        #expect(try check(#"{"Paper":"Отчёт.txt"}"#, .relative(to: folder)).get()["Paper"] == report)
        #expect(try check(#"{"Paper":{"Path":"Отчёт.txt"}}"#, .relative(to: folder + "/")).get()["Paper"] == report)
        #expect(try check("{\"Paper\":\"\(folder)/Отчёт.txt\"}", .relative(to: "/nowhere")).get()["Paper"] == report)

        let wrong = [
            ("large", "a file of at most 1 KB\(Self.remedy)", "'large', 1.6 KB"),
            ("sub", "the path of a file", "the folder 'sub'"),
            ("pipe", "the path of a file", "'pipe', which is no regular file"),
            ("none", "the path of a file (looked for in \(folder))", "no file 'none'"),
            ("large/x", "the path of a file (looked for in \(folder))", "no file 'large/x'"),
            ("/none/a", "the path of a file", "no file '/none/a'"), ("", "the path of a file", "an empty text"),
        ]
        for (path, expected, found) in wrong {
            #expect(
                try sentence("{\"Paper\":{\"Path\":\"\(path)\"}}", .relative(to: folder))
                    == "data: /Paper/Path: expected \(expected), found \(found)")
        }
        let content = String(repeating: "c2VjcmV0", count: 200)
        #expect(
            try sentence("{\"Paper\":\"\(content)\"}", .relative(to: folder))
                == "data: /Paper: expected the path of a file (a content in base64 stands in {Name, Extension, Content}), found a text of 1600 bytes"
        )
    }
}
