import Attributes
import Connecting
import MIME
import Peers
import Testing

@testable import Engine

@Suite struct `Hostile letters` {
    private static let attributes = """
        locale: ru-RU
        attributes:
          Text: {type: string, array: true, from: TextBody, match: '(\\w+\\s?)+!'}
          Number: {type: number, from: TextBody}
          When: {type: datetime, from: TextBody}
          Length: {type: duration, from: TextBody}
          Stay: {type: period, from: TextBody}
          Flag: {type: boolean, from: TextBody}
          Fields: {type: map, from: TextBody}
          Order: {type: object, from: TextBody, fields: {N: {type: number, required: false}}}
        links: [{name: i, from: TextBody, match: '\\w+-\\d+', object: I, key: N}]
        """

    @Test func `of any characters become messages that fit their schema`() throws {
        var random = Seeded(seed: 11)
        let pieces = [
            "1", "12", "2026", ".", ":", "-", "+", "/", " по ", "с ", "декабря", " ", "\n", "\r", "{", "}", "\"", "[",
            "é", "\u{301}",
            "\u{202E}", "😀", "ч", "мин", "T", "P", "Z", "am", "pm", ",", "½", "٣", "\0", "A-1", "да",
            "99999999999999999999",
        ]
        let arrival = try TestArrival(Self.attributes)
        let route = try arrival.route()
        for _ in 0..<3000 {
            let text = (0..<random.number(0...12)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let letter = ReadLetter.sample { letter in
                letter.text = text
                letter.subject = text
                letter.from = [Mailbox(name: text, address: text)]
                letter.attachments = [ReadAttachment(name: text, contentType: text, content: [])]
                letter.references = [text]
            }
            let facts = ArrivalFacts(id: UUIDv7(), received: TestArrival.now)
            let message = try route.understand(letter, arrival: facts, in: TestArrival.surroundings()).get()
            let checked = route.schema.check(message.attributes, in: CheckingContext())
            #expect(throws: Never.self, "\(text.debugDescription)") { try checked.get() }
            let name = try #require(message.attachments.first?.fileName)
            #expect(!name.isEmpty && !name.contains("/") && !name.hasPrefix(".") && name.utf8.count < 250)
        }
    }

    @Test(arguments: [
        String(repeating: "<div>", count: 50_000), String(repeating: "<ul><li>", count: 20_000),
        String(repeating: "<table><tr><td>", count: 20_000), String(repeating: "<blockquote>", count: 20_000) + "x",
        String(repeating: "a", count: 2_000_000), String(repeating: "<a href=x>", count: 50_000),
        String(repeating: "&amp", count: 200_000), "<!--" + String(repeating: "-", count: 500_000),
    ])
    func `of any depth and length are read in time`(html: String) throws {
        let letter = ReadLetter.sample { letter in
            letter.text = nil
            letter.html = html
        }
        let arrival = try TestArrival(Self.attributes)
        let route = try arrival.route()
        let facts = ArrivalFacts(id: UUIDv7(), received: TestArrival.now)
        let surroundings = ArrivalSurroundings(safeHTML: { _, _ in "" }, meetings: { _ in [] })
        let elapsed = try Work.measure {
            _ = try route.understand(letter, arrival: facts, in: surroundings).get()
        }
        #expect(elapsed < .seconds(120))
    }
}
