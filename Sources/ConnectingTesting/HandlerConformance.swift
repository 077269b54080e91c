package import Attributes
package import Connecting

/// A message as the other side got it.
package struct Handover: Sendable {
    package var id: String
    /// How often it appeared there as a new one.
    package var count: Int
    /// Without `Attachments`.
    package var message: JSON
    /// The attachments' contents, in their order.
    package var contents: [[UInt8]]

    package init(id: String, count: Int, message: JSON, contents: [[UInt8]]) {
        self.id = id
        self.count = count
        self.message = message
        self.contents = contents
    }
}

/// What every handler keeps to, whatever it hands messages to.
///
///     #expect(await HandlerConformance(connector) { try await server.handovers() }.violations() == [])
package struct HandlerConformance: Sendable {
    private let handler: any Handler
    private let arrived: @Sendable () async throws -> [Handover]

    /// - Parameters:
    ///   - handler: Ready to hand over for real, to who takes all messages, with the contents of attachments.
    ///   - arrived: What the other side has got so far.
    package init(_ handler: any Handler, arrived: @escaping @Sendable () async throws -> [Handover]) {
        self.handler = handler
        self.arrived = arrived
    }

    /// Tries everything.
    ///
    /// - Returns: What is not kept to, a sentence each.
    package func violations() async -> [String] {
        var result: [String] = []
        do {
            result += try await handsOver()
            result += try await tellsRepetitions()
            result += try await keepsToItsFolder()
            result += try await carriesMuch()
            result += try await carriesMany()
            result += try await namesProcesses()
        } catch {
            result.append("a message is not taken: \(error)")
        }
        return result
    }

    private func handsOver() async throws -> [String] {
        let message = message(
            attributes: Self.mixed, [attachment("scan.pdf", [0, 1, 2, 255]), attachment("b.txt", [])])
        _ = try await handler.handle(message)
        return try await check([message], "a message")
    }

    private func tellsRepetitions() async throws -> [String] {
        var message = message([attachment("a.txt", [65])])
        _ = try await handler.handle(message)
        message.attempt = 2
        _ = try await handler.handle(message)
        return try await check([message], "a message that comes again", attempt: 1)
    }

    private func keepsToItsFolder() async throws -> [String] {
        let names = [
            "../../escape.txt", "/etc/escape", "..", ".", "", "a\0b", "con\r\nX: y", "a/b", "a\\b", "\"quoted\".txt",
            String(repeating: "я", count: 400) + ".pdf", "same", "same", "SAME", "message.json", ".hidden", "-rf",
            "\u{202E}fdp.exe",
        ]
        let message = message(names.enumerated().map { attachment($1, [UInt8($0)]) })
        _ = try await handler.handle(message)
        return try await check([message], "a message with hostile names")
    }

    private func carriesMuch() async throws -> [String] {
        let text = String(repeating: "Кириллица \u{1F600} \"\\\u{1} ", count: 20_000)
        let content = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let message = message(attributes: ["TextBody": .string(text)], [attachment("large.bin", content)])
        _ = try await handler.handle(message)
        return try await check([message], "a large message")
    }

    private func carriesMany() async throws -> [String] {
        let messages = (0..<32).map { message(attributes: ["Subject": .string("number \($0)")]) }
        let failures = await withTaskGroup(of: String?.self) { group in
            for message in messages {
                group.addTask {
                    do throws(Failure) {
                        _ = try await handler.handle(message)
                        return nil
                    } catch {
                        return "one of many at once is not taken: \(error.message)"
                    }
                }
            }
            return await group.reduce(into: [String]()) { if let words = $1 { $0.append(words) } }
        }
        return try await failures + check(messages, "one of many at once")
    }

    private func namesProcesses() async throws -> [String] {
        var first = message()
        first.process = HandedProcess(name: "Claim")
        var second = message()
        second.process = HandedProcess(name: "Claim", key: "Inv-7 \"ж\"")
        for message in [first, second] { _ = try await handler.handle(message) }
        return try await check([first, second], "a message for a process")
    }

    // MARK: Messages and what arrived of them

    private static let mixed: JSON = [
        "From": ["Name": "Иван", "Address": "ivan@example.com"], "To": [["Name": "", "Address": "desk@example.com"]],
        "Subject": "Inv-7 \u{2028} \"quoted\"", "TextBody": "a\r\nb\t\u{7}", "ReceivedDate": "2026-11-21T08:15:30Z",
        "Total": .number("10.25"), "Flag": true, "None": .null, "id": "not this one",
    ]

    private func message(attributes: JSON = [:], _ attachments: [HandedAttachment] = []) -> HandedMessage {
        var members: [JSON.Member] = []
        if case .object(let given) = attributes { members = given }
        let items: [JSON] = attachments.map { ["Name": .string($0.fileName), "ContentType": .string($0.contentType)] }
        members.append(.init(name: "Attachments", value: .array(items)))
        return HandedMessage(
            id: UUIDv7(), route: "claims", kind: "email", attributes: .object(members), attachments: attachments)
    }

    private func attachment(_ name: String, _ content: [UInt8]) -> HandedAttachment {
        HandedAttachment(fileName: name, contentType: "application/octet-stream", content: content)
    }

    private func check(_ messages: [HandedMessage], _ what: String, attempt: Int? = nil) async throws -> [String] {
        let found = Dictionary(grouping: try await arrived(), by: \.id)
        return messages.flatMap { message -> [String] in
            guard let handovers = found["\(message.id)"], let handover = handovers.first else {
                return ["\(what) did not arrive"]
            }
            var result: [String] = []
            if handovers.count != 1 || handover.count != 1 { result.append("\(what) arrived more than once") }
            let wanted = Self.wanted(message, attempt: attempt ?? message.attempt)
            if handover.message != wanted {
                result.append("\(what) is \(handover.message.printed()) instead of \(wanted.printed())")
            }
            if handover.contents != message.attachments.map(\.content) {
                result.append("\(what) has other contents: \(handover.contents.map(\.count))")
            }
            return result
        }
    }

    private static func wanted(_ message: HandedMessage, attempt: Int) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "id", value: .string("\(message.id)")), .init(name: "route", value: .string(message.route)),
            .init(name: "attempt", value: .integer(attempt)),
        ]
        if let process = message.process {
            var value: [JSON.Member] = [
                .init(name: "name", value: .string(process.name)),
                .init(name: "instance", value: process.key == nil ? "new" : "existing"),
            ]
            if let key = process.key { value.append(.init(name: "key", value: .string(key))) }
            members.append(.init(name: "process", value: .object(value)))
        }
        if case .object(let own) = message.attributes {
            members += own.filter { !["Attachments", "id"].contains($0.name) }
        }
        return .object(members)
    }
}
