package import Connecting
import Attributes
import Diagnostics
package import MIME
import Settings

/// A connection of the workspace, read and found right.
package struct Connection: Sendable {
    package var name: String
    package var file: String
    package var kind: Kind
    package var summary: String?
    package var isDisabled: Bool
    package var isDefault: Bool
    package var sessions: Int
    package var rate: Rate?
    package var log: ConnectionLog
    package var connector: any Connector
    /// Tells whether a connection is the same after its workspace was read again.
    package var footprint: ConnectionFootprint
    var sending: RouteCompiler.SendingDefaults

    /// Who letters come from when their route does not say.
    package var senderMailbox: Mailbox? { sending.sender }
    package var sender: (any Sender)? { connector as? any Sender }
    package var checkable: (any Checkable)? { connector as? any Checkable }
    /// How its login gets tokens; `nil` when it needs none.
    package var authorization: (any Authorization)? { (connector as? any Authorizable)?.authorization }
}

extension Diagnostic.Code {
    static let unknownKind = Self(rawValue: "unknown-kind")
    static let nameContradiction = Self(rawValue: "name-contradiction")
}

/// Reads a file of `connections/`.
struct ConnectionReader {
    let folder: WorkspaceFolder
    let connectors: [any Connector.Type]

    /// The connection of a file with that base name; `nil` when anything is wrong with it, which was reported.
    ///
    /// The reader has read nothing but that file.
    func read(_ node: Node, named name: String, file: String, _ reader: inout Reader) -> Connection? {
        guard let type = connectorType(node, &reader) else { return nil }
        let kind = type.kind
        guard let reading = kind.shape.read(node, &reader) else { return nil }
        checkName(reading, ConnectionFields.name, is: name, &reader)
        if let sessions = reading.find(ConnectionFields.sessions), !(1...64).contains(sessions) {
            reader.findings.report(
                Diagnostic(
                    .error, .unknownValue, at: reading.span(of: ConnectionFields.sessions), in: node.source,
                    "there can't be \(sessions) sessions", help: "write a number from 1 to 64"))
        }
        let sender = reading.find(SenderFields.sender) ?? nil
        if let address = sender?.mailbox.address, let problem = EmailAddress.problem(in: address),
            let place = reading.node(of: SenderFields.sender)?["address"]
        {
            reader.report(
                place, .badAddress, "'\(place.written)' is not an address: it \(problem)",
                help: "write it as robot@example.com") as Void?
        }
        let log = ConnectionLog(
            connection: name, folder: folder.path, level: reading.find(ConnectionFields.log) ?? .errors)
        let surroundings = Surroundings(connection: name, folder: folder.path, log: log)
        if reading.isWhole { type.check(reading, in: surroundings, &reader.findings) }
        guard reading.isWhole, reader.findings.errors == 0 else { return nil }
        return Connection(
            name: name, file: file, kind: kind, summary: reading[ConnectionFields.description],
            isDisabled: reading[ConnectionFields.disabled], isDefault: reading[ConnectionFields.isDefault],
            sessions: reading[ConnectionFields.sessions], rate: reading[ConnectionFields.rate], log: log,
            connector: type.init(reading, in: surroundings), footprint: ConnectionFootprint(node, in: folder),
            sending: .init(sender: sender?.mailbox, signature: reading.find(SenderFields.signature) ?? nil))
    }

    private func connectorType(_ node: Node, _ reader: inout Reader) -> (any Connector.Type)? {
        let kinds = connectors.map { $0.kind.name }
        let list = "the kinds are: \(kinds.joined(separator: ", "))"
        guard let kind = node["kind"] else {
            if node.pairs != nil {
                reader.report(node, .missingKey, "a connection needs the key 'kind'", help: list) as Void?
            } else {
                reader.report(
                    node, .wrongType, "a connection is a mapping, and this is \(node.kind)",
                    help: "begin with 'kind: smtp'")
                    as Void?
            }
            return nil
        }
        guard let word = reader.plainText(kind, expected: "a kind of connection") else { return nil }
        if let type = connectors.first(where: { $0.kind.name == word }) { return type }
        reader.report(
            kind, .unknownKind, "'\(kind.written)' is not a kind of connection",
            help: Suggestion.help(for: word, among: kinds) ?? list) as Void?
        return nil
    }
}

/// `name:` may repeat the file's name, and never contradict it.
func checkName(_ reading: Reading, _ field: Field<String?>, is name: String, _ reader: inout Reader) {
    guard let written = reading.find(field) ?? nil, written != name else { return }
    reader.findings.report(
        Diagnostic(
            .error, .nameContradiction, at: reading.span(of: field), in: reading.node.source,
            "the file is called '\(name)', and says it is '\(written)'", help: "delete the key, or rename the file"))
}
