import Diagnostics
import Settings

/// `kind:` of a route.
enum RouteKind: String, CaseIterable {
    case send
    case receive

    /// The kind that a file says; `nil` when it says none, which was reported.
    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let kind = node["kind"], !kind.isNothing else {
            guard node.pairs != nil else {
                return reader.report(
                    node, .wrongType, "a route is a mapping, and this is \(node.kind)", help: "begin with 'kind: send'")
            }
            return reader.report(
                node, .missingKey, "a route needs the key 'kind'", help: "write 'kind: send', or 'kind: receive'")
        }
        guard let word = reader.plainText(kind, expected: "a kind of route") else { return nil }
        if let known = Self(rawValue: word) { return known }
        let words = allCases.map(\.rawValue)
        return reader.report(
            kind, .unknownKind, "'\(kind.written)' is not a kind of route that router knows",
            help: Suggestion.help(for: word, among: words) ?? "write 'kind: send', or 'kind: receive'")
    }
}
