package import Attributes
package import Connecting
import Diagnostics
import Templating

extension ReceiveRoute {
    /// What an entry's connection gets.
    ///
    /// - Parameters:
    ///   - message: The letter as this route understood it.
    ///   - entry: Of this route, with a connection.
    ///   - id: The arrival's.
    ///   - attempt: From 1.
    /// - Returns: The message; or why this one can't be handed over so.
    package func handed(
        _ message: IncomingMessage, to entry: HandlerEntry, id: UUIDv7, attempt: Int
    ) -> Result<HandedMessage, HandingProblem> {
        var handed = HandedMessage(
            id: id, route: name, kind: message.kind, attributes: message.attributes, attachments: message.attachments,
            entry: entry.number + 1, attempt: attempt)
        if let process = entry.process {
            guard let by = entry.by else {
                handed.process = HandedProcess(name: process)
                return filled(entry, message, &handed)
            }
            guard let key = by.texts(in: message.attributes).first else {
                return .failure(
                    HandingProblem(
                        code: "no-key",
                        message: "the letter has no '\(by.text)', by which the instance of \(process) is found",
                        help: "declare the attribute with 'required: true', and such letters are quarantined"))
            }
            handed.process = HandedProcess(name: process, key: key)
        }
        return filled(entry, message, &handed)
    }

    private func filled(
        _ entry: HandlerEntry, _ message: IncomingMessage, _ handed: inout HandedMessage
    ) -> Result<HandedMessage, HandingProblem> {
        guard let path = entry.path else { return .success(handed) }
        if let constant = path.constant {
            handed.path = constant
            return .success(handed)
        }
        // Encoded before they are filled in: a value is one part of the path, whatever it holds.
        switch record(of: message.attributes).map({ $0.encoded }) {
        case .failure(let failure): return .failure(failure)
        case .success(let record):
            do throws(Mismatch) {
                handed.path = URLText.cleaned(try path.text(record, as: writing))
                return .success(handed)
            } catch {
                return .failure(Self.failure(error))
            }
        }
    }

    /// The data that an entry's route gets, as they might be submitted.
    ///
    /// - Parameters:
    ///   - message: The letter as this route understood it.
    ///   - entry: Of this route, with a send route.
    /// - Returns: The data; or what the letter lacks.
    package func data(of message: IncomingMessage, for entry: HandlerEntry) -> Result<JSON, HandingProblem> {
        switch record(of: message.attributes) {
        case .failure(let failure): return .failure(failure)
        case .success(let record):
            do throws(Mismatch) {
                return .success(try object(entry.with, record, message))
            } catch {
                return .failure(Self.failure(error))
            }
        }
    }

    private func object(
        _ members: [EntryValue.Member], _ record: Record, _ message: IncomingMessage
    ) throws(Mismatch) -> JSON {
        var filled: [JSON.Member] = []
        for member in members {
            filled.append(.init(name: member.name, value: try json(member.value, record, message)))
        }
        return .object(filled)
    }

    private func json(_ value: EntryValue, _ record: Record, _ message: IncomingMessage) throws(Mismatch) -> JSON {
        switch value {
        case .constant(let json): return json
        case .text(let template): return .string(try template.text(record, as: writing))
        case .object(let members): return try object(members, record, message)
        case .list(let values):
            var items: [JSON] = []
            for value in values { items.append(try json(value, record, message)) }
            return .array(items.filter { $0 != .null })
        case .values(let path, let type, let isList):
            let values = path.values(in: message.attributes).map { Self.fitted($0, to: type, message) }
            return isList ? .array(values) : values.first ?? .null
        }
    }

    /// A person as an account, an attachment as a document, an object with the fields that are wanted.
    private static func fitted(_ json: JSON, to type: AttributeType, _ message: IncomingMessage) -> JSON {
        switch type {
        case .account:
            guard let address = json["Address"] else { return json }
            return ["Name": json["Name"] ?? address, "Address": address]
        case .document:
            let name = json["Name"] ?? ""
            let suffix = json["Extension"] ?? ""
            let fileName = (name.text ?? "") + (suffix.text ?? "")
            guard let file = message.attachments.first(where: { $0.fileName == fileName }) else { return .null }
            return ["Name": name, "Extension": suffix, "Content": .string(Base64.encode(file.content))]
        case .object(let fields):
            return .object(
                json.members.compactMap { member in
                    fields[member.name].map {
                        .init(name: member.name, value: fitted(member.value, to: $0.type, message))
                    }
                })
        default: return json
        }
    }

    private var writing: Writing { Writing(language: language, zone: zone) }

    private func record(of attributes: JSON) -> Result<Record, HandingProblem> {
        schema.check(attributes, in: CheckingContext(zone: zone)).mapError { mismatches in
            HandingProblem(
                code: "missing-attribute", message: mismatches.sentences(for: "the letter").joined(separator: "; "),
                help: "declare what must be there with 'required: true', and such letters are quarantined")
        }
    }

    private static func failure(_ mismatch: Mismatch) -> HandingProblem {
        HandingProblem(
            code: "missing-attribute", message: mismatch.sentence(for: "the letter"),
            help: "say in 'deliver:' what stands there instead: <Subject|no subject>")
    }
}

extension JSON {
    var members: [Member] { if case .object(let members) = self { members } else { [] } }
}

extension Record {
    /// The same with its texts fit for a path.
    fileprivate var encoded: Record { Record(schema, values.map(\.encoded)) }
}

extension Value {
    fileprivate var encoded: Value {
        switch self {
        case .string(let text): .string(URLText.encoded(text))
        case .object(let record): .object(record.encoded)
        case .list(let items): .list(items.map(\.encoded))
        default: self
        }
    }
}
