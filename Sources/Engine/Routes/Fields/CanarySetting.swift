import Diagnostics
import Settings

/// `canary:` of a receive route: a letter that the route sends to itself and expects back.
struct CanarySetting: SettingValue {
    var reading: Reading

    static let connection = Field<PlacedText?>(
        "connection", "What it is sent through", default: nil, shown: "the default connection")
    static let to = Field<PlacedText>("to", "The address whose letters the route gets")
    static let every = Field<TimeLength>(
        "every", "How often one is sent", default: TimeLength(seconds: 900), shown: "15m")
    static let within = Field<TimeLength>(
        "within", "How long it may be on its way", default: TimeLength(seconds: 300), shown: "5m")
    private static let shape = Shape("a canary", [connection, to, every, within])

    /// More often would be a burden to the servers on the way.
    private static let shortest = 10

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        func refuse(_ field: some FieldDeclaration, _ message: String, _ help: String) -> Self? {
            reader.findings.report(
                Diagnostic(
                    .error, .wrongType, at: reading.span(of: field), in: node.source, message, help: help))
            return nil
        }
        guard reading[every].seconds >= shortest else {
            return refuse(
                every, "a canary every \(reading[every].seconds) seconds is a burden to the servers on its way",
                "write at least \(shortest)s; 15m is usual")
        }
        guard (1...reading[every].seconds).contains(reading[within].seconds) else {
            return refuse(
                within, "a canary would be sent before the one before it can be missed",
                "write a 'within:' of at least 1s that is not longer than 'every:'")
        }
        return Self(reading: reading)
    }
}
