import Attributes
import Connecting
import Testing

@Suite struct HandedMessageTests {
    private static let id = UUIDv7(high: 0x0198_c2f0_3f6a_7c21, low: 0x9d5e_0b1f_2a3c_4d5e)

    private func message(_ attributes: JSON, _ contents: [String] = []) -> HandedMessage {
        HandedMessage(
            id: Self.id, route: "claims", kind: "email", attributes: attributes,
            attachments: contents.map {
                HandedAttachment(fileName: "f", contentType: "text/plain", content: Array($0.utf8))
            })
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `the envelope comes first, then the attributes in their order`() {
        var message = message(["Subject": "Тема", "Total": .number("1.50"), "route": "not this", "A": .null])
        #expect(
            text(message.json())
                == #"{"id":"0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e","route":"claims","attempt":1,"Subject":"Тема","Total":1.50,"A":null}"#
        )
        message.process = HandedProcess(name: "Claim")
        #expect(text(message.json()).contains(#""attempt":1,"process":{"name":"Claim","instance":"new"},"Subject""#))
        message.process = HandedProcess(name: "Claim", key: "7")
        #expect(text(message.json()).contains(#""process":{"name":"Claim","instance":"existing","key":"7"}"#))
    }

    @Test func `each attachment has its content behind its name`() throws {
        let message = message(
            [
                "Attachments": [
                    ["Name": "a", "Extension": ".txt", "ContentType": "text/plain", "Inline": false],
                    ["ContentType": "x"], [:], "odd", ["Name": "without"],
                ], "Z": true,
            ], ["one", "", "three", "four"])
        let head = #"{"id":"0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e","route":"claims","attempt":1,"Attachments":["#
        #expect(
            text(message.json())
                == head
                + #"{"Name":"a","Extension":".txt","Content":"b25l","ContentType":"text/plain","Inline":false},"#
                + #"{"ContentType":"x","Content":""},{"Content":"dGhyZWU="},"odd",{"Name":"without"}],"Z":true}"#)
        #expect(
            text(message.json(.paths(["/a", "/b", "/c", "/d"])))
                == head
                + #"{"Name":"a","Extension":".txt","Path":"/a","ContentType":"text/plain","Inline":false},"#
                + #"{"ContentType":"x","Path":"/b"},{"Path":"/c"},"odd",{"Name":"without"}],"Z":true}"#)
        #expect(
            text(message.json(.apart))
                == head
                + #"{"Name":"a","Extension":".txt","ContentType":"text/plain","Inline":false},"#
                + #"{"ContentType":"x"},{},"odd",{"Name":"without"}],"Z":true}"#)
        #expect(try JSON.read(message.json())["Z"] == true)
    }

    @Test func `who prints a message gets the same without attempt and process`() {
        let message = message(["Subject": "x", "Attachments": [["Name": "a"]]], ["one"])
        let printed = HandedMessage.json(
            id: message.id, route: message.route, attributes: message.attributes, attachments: message.attachments)
        #expect(text(printed) == text(message.json()).replacing(#""attempt":1,"#, with: ""))
    }

    @Test func `a large attachment is written once`() throws {
        let content = [UInt8](repeating: 7, count: 10_000_000)
        let message = HandedMessage(
            id: Self.id, route: "r", kind: "email", attributes: ["Attachments": [["Name": "a"]]],
            attachments: [HandedAttachment(fileName: "a", contentType: "", content: content)])
        let json = message.json()
        #expect(json.capacity < json.count + json.count / 8)
        let read = try JSON.read(json)
        guard case .array(let items) = read["Attachments"] else {
            Issue.record("no attachments")
            return
        }
        #expect(try Base64.decode(items[0]["Content"]?.text ?? "", atMost: 1 << 24) == content)
    }

    @Test func `a repetition has the same key, and each attempt a span of its own`() {
        var message = message([:])
        message.entry = 3
        #expect(message.idempotencyKey == "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e/3")
        let first = message.traceParent
        #expect(first.wholeMatch(of: /00-0198c2f03f6a7c219d5e0b1f2a3c4d5e-[0-9a-f]{16}-01/) != nil)
        message.attempt = 2
        #expect(message.traceParent != first && message.traceParent.prefix(36) == first.prefix(36))
    }
}
