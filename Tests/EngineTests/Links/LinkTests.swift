import Testing

@testable import Engine

@Suite struct LinkTests {
    @Test(
        arguments: [
            ("Inv-[0-9]+", "Счёт Inv-17 и Inv-18, снова Inv-17", ["Inv-17", "Inv-18"]),
            ("Inv-([0-9]+)", "Счёт Inv-17", ["17"]),
            ("№ ?([А-Я]-[0-9]+)", "Договор № А-5", ["А-5"]),
            ("Inv-[0-9]+", "Счёт без номера", []),
        ])
    func `keys are found in a subject, each once`(_ pattern: String, _ subject: String, _ keys: [String]) throws {
        #expect(try Pattern(pattern).keys(in: subject) == keys)
    }

    @Test(arguments: ["Inv-[0-9", "(", "*", "x*", "", String(repeating: "a", count: 501)])
    func `a pattern that is none, or matches everywhere, is refused`(_ pattern: String) {
        #expect(throws: Pattern.Problem.self) { try Pattern(pattern) }
    }

    @Test(
        arguments: [
            ("Number,Name\r\n17,First\r\n\"18\",\"Se,\"\"c\"\"ond\"\r\n", ["17", "18"]),
            ("Name;Number\nПервый;17\nВторой;18\n\n", ["17", "18"]),
            ("Number", []),
            ("Number,Name\n\"1\n7\",x", ["1\n7"]),
        ])
    func `a table gives its column`(_ text: String, _ values: [String]) throws {
        #expect(try LinkTable(text).column("Number") == Set(values))
    }

    @Test func `a column that is not there is named with those that are`() {
        #expect(throws: LinkTable.Problem.self) { try LinkTable("").column("Number") }
        do throws(LinkTable.Problem) {
            _ = try LinkTable("Id,Name\n1,x").column("Number")
            Issue.record("a column came that is not there")
        } catch {
            #expect(error.words == "has no column 'Number', but: Id, Name")
        }
    }
}
