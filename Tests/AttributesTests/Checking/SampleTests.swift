import Attributes
import Testing

struct SampleTests {
    private static let everything = Schema([
        Attribute("Title", .string, title: "Тема", isRequired: true, isNotEmpty: true),
        Attribute("ClientEmail", .string),
        Attribute("Count", .number, isRequired: true), Attribute("Sure", .boolean), Attribute("Start", .datetime),
        Attribute("End", .datetime), Attribute("Length", .duration), Attribute("Stay", .period),
        Attribute(
            "Order",
            .object(Schema([Attribute("Number", .string, isRequired: true), Attribute("By", .account, isArray: true)]))),
        Attribute("Labels", .map, isNotEmpty: true), Attribute("Who", .account), Attribute("Paper", .document),
        Attribute("Tags", .string, isArray: true, isNotEmpty: true),
    ])

    @Test(arguments: ["UTC", "Europe/Moscow", "America/Sao_Paulo", "Pacific/Apia"])
    func `a sample passes the check that it is a sample for`(zone: String) throws {
        let zone = try #require(Zone.named(zone))
        let record = try Self.everything.check(Self.everything.sample(), in: CheckingContext(zone: zone)).get()
        #expect(!record.values.contains { $0.isBlank })
    }

    @Test func `a sample has a believable value for each attribute`() {
        #expect(
            Self.everything.sample().printed()
                == #"{"Title":"Sample Тема","ClientEmail":"ivan@example.com","Count":1234.50,"Sure":true,"#
                + #""Start":"2026-12-01T10:00","End":"2026-12-01T11:00","Length":"PT1H30M","Stay":"2026-12-01T10:00/PT1H","#
                + #""Order":{"Number":"A-42","By":[{"Name":"Ivan Petrov","Address":"ivan@example.com"}]},"Labels":{"key":"value"},"#
                + #""Who":{"Name":"Ivan Petrov","Address":"ivan@example.com"},"#
                + #""Paper":{"Name":"agenda","Extension":".txt","Content":"MS4gUGxhbnMNCjIuIFF1ZXN0aW9ucw0K"},"Tags":["Sample Tags"]}"#
        )
    }

    @Test func `the JSON Schema tells types, lists and what is required`() {
        let schema = Schema([
            Attribute("Title", .string, title: "Тема", isRequired: true, isNotEmpty: true), Attribute("Total", .number),
            Attribute("Tags", .string, isArray: true, isRequired: true, isNotEmpty: true),
        ])
        #expect(
            schema.jsonSchema.printed()
                == #"{"type":"object","properties":{"Title":{"title":"Тема","type":"string","minLength":1},"#
                + #""Total":{"anyOf":[{"type":["number","string"]},{"type":"null"}]},"#
                + #""Tags":{"type":"array","items":{"type":"string"},"minItems":1}},"#
                + #""required":["Title","Tags"],"additionalProperties":false}"#)
    }
}
