import Attributes
import Diagnostics
import Settings

/// A token in the file of tokens.
///
///     - name: portal
///       sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
///       scopes: [send, read]
///       applications: [hr]
///       created: 2026-12-01T07:00:00Z
///       expires: 2027-03-01T07:00:00Z
struct TokenSetting: SettingValue {
    var token: AccessToken

    private static let name = Field<String>("name", "What people call it by")
    private static let hash = Field<String>("sha256", "The token's SHA-256, in 64 hexadecimal digits")
    private static let scopes = Field<[String]>("scopes", "What its bearer may do: send, read, decide, admin")
    private static let applications = Field<[String]?>(
        "applications", "Those whose routes and messages it reaches; all of them unless said", default: nil)
    private static let created = Field<String>("created", "When it was made")
    private static let expires = Field<String?>("expires", "When it ends; never unless said", default: nil)
    private static let shape = Shape("a token", [name, hash, scopes, applications, created, expires])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        guard let bytes = AccessToken.bytes(hexadecimal: reading[hash]), bytes.count == 32 else {
            return reader.report(
                reading.node(of: hash) ?? node, .wrongType, "this is no SHA-256",
                help: "make tokens with 'router token create'")
        }
        var known: Set<Scope> = []
        for word in reading[scopes] {
            guard let scope = Scope(rawValue: word) else {
                let words = Scope.allCases.map(\.rawValue)
                return reader.report(
                    reading.node(of: scopes) ?? node, .unknownValue, "there is no scope '\(Visible.line(word))'",
                    help: Suggestion.help(for: word, among: words) ?? "they are: \(words.joined(separator: ", "))")
            }
            known.insert(scope)
        }
        func instant(_ text: String, _ field: any FieldDeclaration) -> Instant? {
            if let instant = try? Instant(text, in: .utc) { return instant }
            return reader.report(
                node[field.name] ?? node, .wrongType, "'\(Visible.line(text))' is no date and time",
                help: "write it as 2026-12-01T07:00:00Z")
        }
        guard let made = instant(reading[created], created) else { return nil }
        var end: Instant?
        if let text = reading[expires] {
            end = instant(text, expires)
            if end == nil { return nil }
        }
        return Self(
            token: AccessToken(
                name: reading[name], hash: bytes, scopes: known, applications: reading[applications].map(Set.init),
                created: made, expires: end))
    }
}
