import Attributes
import MIME
import Testing

@testable import Engine

struct FileTests {
    private static let files = ["f/rules.txt": "rules", "router.yaml": "limits: {attachment: 10B}"]

    @Test(arguments: [
        ("attachments: f/rules.txt", "rules.txt 5"), ("attachments: [<File>]", "a.txt 1"),
        ("attachments: [<Files>, f/rules.txt]", "b.txt 1, c.txt 1, rules.txt 5"),
        // A blank contributes nothing.
        ("attachments: [<Nothing>, '<File|>']", "a.txt 1"),
        ("inline: {logo: f/rules.txt}", "logo=rules.txt 5"), ("inline: {logo: <File>}", "logo=a.txt 1"),
        ("inline: {logo: <Nothing>}", ""),
    ])
    func `files go with a letter`(email: String, files: String) throws {
        func document(_ name: String) -> JSON { ["Name": .string(name), "Extension": ".txt", "Content": "eA=="] }
        let attributes = email.replacing("<Nothing>", with: "<Files>")
        var data: [String: JSON] = ["File": document("a"), "Files": [document("b"), document("c")]]
        if attributes != email { data["Files"] = .null }
        let found = try TestRoute.fill(
            attributes.replacing("logo: <Files>", with: "logo: '<Files[0]>'"), data, files: Self.files
        ) { letter in
            let attached = letter.draft.attached.map { "\($0.document.name) \($0.document.size)" }
            let inline = letter.draft.inline.map { "\($0.contentID ?? "")=\($0.document.name) \($0.document.size)" }
            return (attached + inline).joined(separator: ", ")
        }
        #expect(found == files)
    }

    @Test(arguments: [
        (
            "attachments: f/none.txt",
            "routes/r.yaml:19 [f/none.txt]: the file 'f/none.txt' does not exist (paths are relative to the workspace)"
        ),
        ("attachments: [f]", "routes/r.yaml:19 [f]: 'f' is not a file (attach a file, not a folder)"),
        (
            "attachments: [f/large.txt]",
            "routes/r.yaml:19 [f/large.txt]: 'f/large.txt' has 11 bytes, and at most 10 go with a letter (raise 'limits: {attachment: …}' in router.yaml, or make the file smaller)"
        ),
        (
            "attachments: f/<Title>.txt",
            "routes/r.yaml:19 [f/<Title>.txt]: a file's path can't come from data (attach an attribute of type document: <Report>)"
        ),
        (
            "attachments: [<Title>]",
            "routes/r.yaml:19 [<Title>]: 'Title' is a string, not a document (attach an attribute of type document, or a file of the workspace)"
        ),
        (
            "attachments: ['<File|f/rules.txt>']",
            "routes/r.yaml:19 [<File|f/rules.txt>]: 'f/rules.txt' can't stand for a document (write <File|>: blank is allowed here)"
        ),
        (
            "inline: {logo: <Files>}",
            "routes/r.yaml:19 [<Files>]: 'Files' is a list, not a document (take one: <Files[0]>)"
        ),
        (
            "inline: {a b: f/rules.txt}",
            "routes/r.yaml:19 [a b]: 'a b' can't name a picture (use Latin letters, digits, '_' and '-')"
        ),
        (
            "attachments: ['']",
            "routes/r.yaml:19 []: the name of the file is blank (write its path, relative to the workspace)"
        ),
    ])
    func `a file that can't go is named`(email: String, problem: String) throws {
        let said = try TestRoute.said(email, files: Self.files.merging(["f/large.txt": "12345678901"]) { $1 })
        // Beside the mistake, a picture that the plain letter can't show is warned of.
        #expect(said.split(separator: "\n").filter { !$0.hasPrefix("warning") }.joined(separator: "\n") == problem)
    }

    @Test
    func `a letter may be no larger than the workspace allows`() throws {
        let route = try TestRoute("", files: ["router.yaml": "limits: {message: 100B}"])
        let loaded = route.workspace.load()
        let sendRoute = try #require(loaded.route("r"))
        let data = DataFile(
            json: .object(TestRoute.data.map { .init(name: $0.key, value: $0.value) }), folder: "", name: "data")
        let record = try data.check(for: sendRoute, in: loaded)
        let refusal = #expect(throws: Mismatches.self) {
            _ = try Submission(record, through: sendRoute, now: TestRoute.now)
        }
        #expect(refusal?.list.first?.expected == "a letter of at most 100 bytes")
    }

    @Test
    func `a file of the data may be no larger than the workspace allows`() throws {
        let found = try TestRoute.fill(
            "attachments: <File>", ["File": ["Name": "a", "Extension": ".txt", "Content": "MTIzNDU2Nzg5MDE="]],
            files: Self.files
        ) { _ in "sent" }
        #expect(found.hasPrefix("data: /File"), "\(found)")
    }
}
