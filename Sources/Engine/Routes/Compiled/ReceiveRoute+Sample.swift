package import Attributes

extension ReceiveRoute {
    /// A message such as a handler might get.
    package func sample(id: String = "0193d2f0-8a5c-7c3e-9f11-3b1c0f7a2d64") -> JSON {
        let attributes = schema.sample().members.filter { member in
            // These come with calendar parts only.
            kind == .event || !ArrivalSchema.names.dropFirst(ArrivalSchema.letterCount).contains(member.name)
        }
        return .object([.init(name: "id", value: .string(id))] + attributes.map { Self.believable($0) })
    }

    /// Values that the names alone do not tell.
    private static func believable(_ member: JSON.Member) -> JSON.Member {
        let known: [String: JSON] = [
            "Subject": "Счёт Inv-17", "TextBody": "Добрый день!", "HtmlBody": "<p>Добрый день!</p>",
            "RawBody": "<p>Добрый день!</p>", "GlobalMessageId": "<1@example.com>", "InReplyTo": "<0@example.com>",
            "References": ["<0@example.com>"], "Thread": "<0@example.com>", "ReplyTo": .null,
            "Attachments": [
                [
                    "Name": "invoice", "Extension": ".pdf", "Content": "JVBERi0xLjQK", "ContentType": "application/pdf",
                    "Inline": false,
                ]
            ],
            "Headers": [["Name": "X-Order", "Value": "A-17"]],
            "Links": [["Rule": "invoice", "Object": "Invoice", "Key": "Number", "Value": "Inv-17"]],
            "Contact": ["Id": "john", "Name": "John Smith", "Address": "john@example.org", "Company": .null],
        ]
        return .init(name: member.name, value: known[member.name] ?? member.value)
    }
}
