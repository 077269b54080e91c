package import Attributes

/// How the contents of attachments go with a message's JSON.
package enum HandedContents: Sendable {
    /// Each stands as `Content` in its attachment, in base64.
    case base64
    /// They go another way, or not at all.
    case apart
    /// Each lies in a file that its attachment's `Path` names; in the order of the attachments.
    case paths([String])
}

extension HandedMessage {
    /// What stands before the attributes; an attribute of such a name is left out.
    package static let envelopeNames = ["id", "route", "kind", "attempt", "process"]

    /// The JSON that handlers get, in one line.
    ///
    ///     {"id": "0198…", "route": "claims", "attempt": 1, "process": {"name": "Claim", "instance": "existing", "key": "Inv-7"},
    ///      "From": {"Name": "Ivan", "Address": "ivan@example.com"}, …, "Attachments": [{"Name": "scan", …, "Content": "JVBE…"}]}
    package func json(_ contents: HandedContents = .base64) -> [UInt8] {
        var members: [JSON.Member] = [
            .init(name: "id", value: .string("\(id)")), .init(name: "route", value: .string(route)),
        ]
        if isErrorResponse { members.append(.init(name: "kind", value: .string(kind))) }
        members.append(.init(name: "attempt", value: .integer(attempt)))
        if let process {
            let json = isErrorResponse ? process.named : process.json
            members.append(.init(name: "process", value: json))
        }
        return Self.written(members, attributes, attachments, contents)
    }

    /// The same of a message that is handed to nobody: without `attempt` and `process`.
    package static func json(
        id: UUIDv7, route: String, attributes: JSON, attachments: [HandedAttachment]
    ) -> [UInt8] {
        let members: [JSON.Member] = [
            .init(name: "id", value: .string("\(id)")), .init(name: "route", value: .string(route)),
        ]
        return written(members, attributes, attachments, .base64)
    }

    private static func written(
        _ envelope: [JSON.Member], _ attributes: JSON, _ attachments: [HandedAttachment], _ contents: HandedContents
    ) -> [UInt8] {
        var draft = MessageDraft()
        for member in envelope { draft.add(member.name, member.value) }
        if case .object(let members) = attributes {
            for member in members where !envelopeNames.contains(member.name) {
                if member.name == "Attachments", case .array(let items) = member.value {
                    draft.add(items, attachments, contents)
                } else {
                    draft.add(member.name, member.value)
                }
            }
        }
        return draft.bytes(attachments)
    }
}

extension HandedProcess {
    /// An error starts no instance: it is told to those that there are.
    fileprivate var named: JSON {
        key == nil ? ["name": .string(name)] : json
    }

    fileprivate var json: JSON {
        guard let key else { return ["name": .string(name), "instance": "new"] }
        return ["name": .string(name), "instance": "existing", "key": .string(key)]
    }
}

/// A message's JSON with gaps where the contents of attachments go: they may be large, and are written once, into their place.
private struct MessageDraft {
    private var text: [UInt8] = [UInt8(ascii: "{")]
    /// Where in the text the content of an attachment goes.
    private var gaps: [(position: Int, attachment: Int)] = []

    mutating func add(_ name: String, _ value: JSON) {
        begin(name)
        text += value.written()
    }

    mutating func add(_ items: [JSON], _ attachments: [HandedAttachment], _ contents: HandedContents) {
        begin("Attachments")
        text.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            guard case .object(let members) = item, attachments.indices.contains(index) else {
                text += item.written()
                continue
            }
            add(members, index, contents)
        }
        text.append(UInt8(ascii: "]"))
    }

    /// The content stands behind the file's name, as in the declaration of the attribute.
    private mutating func add(_ members: [JSON.Member], _ index: Int, _ contents: HandedContents) {
        let members = members.filter { $0.name != "Content" && $0.name != "Path" }
        let place = members.lastIndex { $0.name == "Extension" || $0.name == "Name" } ?? members.count - 1
        text.append(UInt8(ascii: "{"))
        if members.isEmpty { addContent(index, contents) }
        for (position, member) in members.enumerated() {
            begin(member.name)
            text += member.value.written()
            if position == place { addContent(index, contents) }
        }
        text.append(UInt8(ascii: "}"))
    }

    private mutating func addContent(_ index: Int, _ contents: HandedContents) {
        switch contents {
        case .base64:
            begin("Content")
            text.append(UInt8(ascii: "\""))
            gaps.append((text.count, index))
            text.append(UInt8(ascii: "\""))
        case .apart: break
        case .paths(let paths):
            guard paths.indices.contains(index) else { return }
            add("Path", .string(paths[index]))
        }
    }

    private mutating func begin(_ name: String) {
        if text.last != UInt8(ascii: "{") { text.append(UInt8(ascii: ",")) }
        text += JSON.string(name).written()
        text.append(UInt8(ascii: ":"))
    }

    func bytes(_ attachments: [HandedAttachment]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(
            gaps.reduce(text.count + 1) { $0 + (attachments[$1.attachment].content.count + 2) / 3 * 4 })
        var start = 0
        for gap in gaps {
            result += text[start..<gap.position]
            let content = attachments[gap.attachment].content
            Base64.append(content.span, to: &result)
            start = gap.position
        }
        result += text[start...]
        result.append(UInt8(ascii: "}"))
        return result
    }
}
