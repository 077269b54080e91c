import Attributes
import Diagnostics
package import Settings

/// `alerts: {to: [ops@example.com]}`: who is told when something needs a person.
package struct AlertSetting: SettingValue {
    package var to: [String]

    private static let toField = Field<OneOrMany<PlacedText>>("to", "Who gets the letters")
    private static let shape = Shape("alerts", [toField])

    package static var form: Form { .group(shape) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        let addresses = reading[toField].items
        for address in addresses {
            guard let problem = EmailAddress.problem(in: address.text) else { continue }
            reader.findings.report(
                Diagnostic(
                    .error, .badAddress, in: address, nil, "'\(address.text)' is not an address: it \(problem)",
                    help: "write it as ops@example.com"))
        }
        return Self(to: addresses.map(\.text))
    }
}
