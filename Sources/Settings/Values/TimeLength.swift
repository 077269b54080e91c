import Diagnostics

/// A length of time, as in `30s`: s, m, h and d, also one after the other, as in `1h30m`.
package struct TimeLength: SettingValue, Hashable {
    package var seconds: Int

    package init(seconds: Int) {
        self.seconds = seconds
    }

    package static var form: Form { .pattern("^([0-9]+[smhd])+$") }

    private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    /// A century: no wait is longer, and no sum overflows.
    private static let limit = 3_155_760_000

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a length of time such as 30s") else { return nil }
        guard let seconds = seconds(in: text) else {
            return reader.report(
                node, .wrongType, "'\(node.written)' is not a length of time", help: "write it as 30s, 5m, 2h or 1d")
        }
        return Self(seconds: seconds)
    }

    package static func seconds(in text: String) -> Int? {
        var sum = 0
        var number: Int?
        for character in text {
            if character.isASCII, let digit = character.wholeNumberValue {
                number = (number ?? 0) * 10 + digit
                if number ?? 0 > limit { return nil }
            } else if let unit = units[character], let count = number {
                sum += count * unit
                if sum > limit { return nil }
                number = nil
            } else {
                return nil
            }
        }
        return number == nil && !text.isEmpty ? sum : nil
    }
}
