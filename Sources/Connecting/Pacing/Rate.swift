import Diagnostics
package import Settings

/// `rate: 30/min`: how many letters may begin in any such length of time, over all sessions of a connection.
package struct Rate: SettingValue, Hashable, CustomStringConvertible {
    package enum Unit: String, Sendable, CaseIterable {
        case second = "s"
        case minute = "min"
        case hour = "h"
        case day

        package var length: Duration {
            switch self {
            case .second: .seconds(1)
            case .minute: .seconds(60)
            case .hour: .seconds(3600)
            case .day: .seconds(86_400)
            }
        }
    }

    package var count: Int
    package var unit: Unit

    /// More would be no limit.
    package static let largest = 1_000_000

    package init(_ count: Int, per unit: Unit) {
        self.count = count
        self.unit = unit
    }

    package var description: String { "\(count)/\(unit.rawValue)" }

    package static var form: Form {
        .pattern("^[1-9][0-9]*/(\(Unit.allCases.map(\.rawValue).joined(separator: "|")))$")
    }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a rate such as 30/min") else { return nil }
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let count = Int(halves[0]) else {
            return reader.report(
                node, .wrongType, "'\(node.written)' is not a rate", help: "write it as 30/min; also /s, /h and /day")
        }
        guard let unit = Unit(rawValue: String(halves[1])) else {
            return reader.report(
                node, .unknownValue, "'\(Visible.shortened(halves[1], to: 20))' is not a length of time for a rate",
                help: "write \(count)/s, \(count)/min, \(count)/h or \(count)/day")
        }
        guard (1...largest).contains(count) else {
            return reader.report(
                node, .unknownValue, "a rate can't be \(count)",
                help: count == 0
                    ? "to send nothing write 'disabled: true'; else a number from 1, such as 30/min"
                    : "write a number from 1 to \(largest)")
        }
        return Self(count, per: unit)
    }
}
