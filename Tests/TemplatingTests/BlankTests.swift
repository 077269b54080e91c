import Attributes
import Templating
import Testing

@Suite struct BlankTests {
    @Test(arguments: [Value.nothing, .string(""), .list([]), .map([])])
    func `absent, null, an empty text, an empty array and an empty object take the fallback`(_ blank: Value) {
        #expect(Sample.fill("[<Place|>] [<Place|нет>]", ["Place": blank]) == "[] [нет]")
    }

    @Test(arguments: [
        ("<Place>", "write <Place|> if it may be blank, or a text after the '|' to show instead"),
        ("{Place}", "write {Place|} if it may be blank, or a text after the '|' to show instead"),
        ("<Client.Id>", "write <Client.Id|> if it may be blank, or a text after the '|' to show instead"),
        ("<Order.Note>", "write <Order.Note|> if it may be blank, or a text after the '|' to show instead"),
    ])
    func `an optional attribute in a text without a fallback is a check error`(_ template: String, _ help: String) {
        let path = template.dropFirst().dropLast()
        for place in [Place.text, .html, .header] {
            #expect(
                Sample.fill(template, in: place)
                    == "blank-placeholder [\(template)]: '\(path)' is optional, and nothing is said for a blank (\(help))"
            )
        }
    }

    @Test(arguments: [
        ("<Body>", "Body", Value.string(""), "/Body: expected a value that is not blank, found a blank text"),
        (
            "<Client.Name>", "Client", .account(Account(name: "", address: "a@b.c")),
            "/Client/Name: expected a value that is not blank, found a blank text"
        ),
        (
            "<Participants[5].Name>", "Place", .nothing,
            "/Participants/5/Name: expected a value that is not blank, found nothing"
        ),
        ("<Tags>", "Tags", .list([]), "/Tags: expected a value that is not blank, found an empty array"),
        ("<Tags>", "Tags", .list([.string("")]), "/Tags: expected a value that is not blank, found an array of blanks"),
        ("<Start>", "Start", .nothing, "/Start: expected a value that is not blank, found nothing"),
    ])
    func `a blank without a fallback is refused with its pointer`(
        _ template: String, _ name: String, _ value: Value, _ said: String
    ) {
        #expect(Sample.fill(template, [name: value]) == said)
    }

    @Test func `an item out of range is blank and takes the fallback`() {
        #expect(Sample.fill("<Participants[7].Name|nobody>") == "nobody")
        #expect(Sample.fill("<Tags[1]><Tags[2]|>") == "blue")
    }

    @Test func `in list places a blank contributes nothing`() {
        #expect(Sample.fill("<Cc>", in: .list) == "")
        #expect(Sample.fill("a@x.org; <Cc>", in: .list) == "a@x.org; ")
        #expect(Sample.fill("<Body>", in: .list, ["Body": .string("")]) == "")
        #expect(Sample.fill("<Tags>", in: .list) == "red; blue")
        #expect(Sample.fill("<Agenda>", in: .list) == "")
    }

    @Test func `all that filling would refuse is told at once`() throws {
        let template = try #require(Sample.read("<Body> <Title> <Tags> <Body>", in: .text).0)
        let record = Sample.record(["Body": .string(""), "Tags": .list([])])
        #expect(template.mismatches(record, as: Sample.russian).map(\.pointer) == ["/Body", "/Tags"])
        let help = template.mismatches(record, as: Sample.russian).first?.help
        #expect(help == "the template shows <Body>: write <Body|> there if it may be blank")
    }
}
