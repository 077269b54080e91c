import Attributes
import Connecting
import MIME
import Spool
import Testing

@testable import Engine

@Suite struct `A message is handed over` {
    private func handed(_ entry: String, _ letter: ReadLetter = .sample(), attributes: String = "") throws -> String {
        let arrival = try TestArrival(
            "\(attributes)\ndeliver:\n  - \(entry)", files: ["routes/reply.yaml": TestArrival.reply])
        let (route, message) = (try arrival.route(), try arrival.message(letter))
        let delivery = try #require(route.deliveries.first)
        if case .route = delivery.target {
            switch route.data(of: message, for: delivery) {
            case .success(let json): return json.printed()
            case .failure(let problem): return problem.reason.message
            }
        }
        switch route.handed(message, to: delivery, id: UUIDv7(), attempt: 2) {
        case .success(let handed):
            #expect(handed.attempt == 2 && handed.route == "r" && handed.attributes == message.attributes)
            return "\(handed.path ?? "-") \(handed.process?.name ?? "-") \(handed.process?.key ?? "-")"
        case .failure(let problem): return problem.reason.message
        }
    }

    @Test(arguments: [
        ("{connection: bpm}", "- - -"), ("{connection: bpm, path: /messages}", "/messages - -"),
        (
            "{connection: bpm, path: '/m/<From.Address>?s=<Subject|->'}",
            "/m/anna%40example.org?s=%D0%A1%2F..%3Fa%26b - -"
        ),
        ("{connection: bpm, process: Claim, instance: new}", "- Claim -"),
        ("{connection: bpm, process: Claim, instance: existing, by: Thread}", "- Claim <1@example.org>"),
        (
            "{connection: bpm, process: Claim, instance: existing, by: Invoice}",
            "the letter has no 'Invoice', by which the instance of Claim is found"
        ),
    ])
    func `to a connection`(entry: String, words: String) throws {
        let found = try handed(
            entry, .sample { $0.subject = "С/..?a&b" },
            attributes: "attributes: {Invoice: {type: string, from: Subject, match: 'Inv-[0-9]+'}}")
        #expect(found == words)
    }

    @Test(arguments: [
        ("{Email: <From.Address>, Name: <From.Name>}", #"{"Email":"anna@example.org","Name":"Анна Кузнецова"}"#),
        (
            "{Email: a@x.org, Name: 'Dear <From.Name>', Note: '<Subject|none>'}",
            #"{"Email":"a@x.org","Name":"Dear Анна Кузнецова","Note":"Счёт"}"#
        ),
        (
            "{Email: a@x.org, Name: x, Client: <From>, Others: <To>, Count: 5, Flag: true, When: <ReceivedDate>}",
            #"{"Email":"a@x.org","Name":"x","Client":{"Name":"Анна Кузнецова","Address":"anna@example.org"},"Others":[{"Name":"desk@example.com","Address":"desk@example.com"}],"Count":"5","Flag":true,"When":"2026-11-30T00:53:20Z"}"#
        ),
        (
            "{Email: a@x.org, Name: x, Others: ['<From>', ivan], Files: <Attachments>}",
            #"{"Email":"a@x.org","Name":"x","Others":[{"Name":"Анна Кузнецова","Address":"anna@example.org"},"ivan"],"Files":[{"Name":"a","Extension":".txt","Content":"aGk="}]}"#
        ),
        (
            "{Email: a@x.org, Name: x, Count: <Sum>, Case: {Number: '№ <Subject|->', Total: 7}}",
            #"{"Email":"a@x.org","Name":"x","Count":12.5,"Case":{"Number":"№ Счёт","Total":"7"}}"#
        ),
    ])
    func `to a route, as data that it takes`(with: String, data: String) throws {
        let letter = ReadLetter.sample { letter in
            letter.subject = "Счёт"
            letter.text = "12,5"
            letter.attachments = [ReadAttachment(name: "a.txt", contentType: "text/plain", content: Array("hi".utf8))]
        }
        let attributes = "locale: ru-RU\nattributes: {Sum: {type: number, from: TextBody}}"
        let found = try handed("{route: reply, with: \(with)}", letter, attributes: attributes)
        #expect(found == data)
        let workspace = try TestArrival("", files: ["routes/reply.yaml": TestArrival.reply]).workspace.load()
        let target = try #require(workspace.route("reply"))
        let checked = target.schema.check(try JSON.read(found), in: workspace.context(for: target, documents: .refused))
        #expect(throws: Never.self) { try checked.get() }
    }

    @Test func `to a route, or says what the letter lacks`() throws {
        let found = try handed("{route: reply, with: {Email: <From.Address>, Name: x}}", ReadLetter())
        #expect(found == "the letter: /From: expected an object with Name, Address, found null")
    }
}
