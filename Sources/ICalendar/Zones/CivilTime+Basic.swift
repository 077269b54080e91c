internal import Attributes

extension CivilTime {
    /// RFC 5545 §3.3.5 form 1: `20261201T100000`.
    var basic: String {
        func padded(_ number: Int, _ digits: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
        }
        return "\(padded(year, 4))\(padded(month, 2))\(padded(day, 2))T"
            + "\(padded(hour, 2))\(padded(minute, 2))\(padded(second, 2))"
    }

    /// RFC 5545 §3.3.4: `20261201`.
    var basicDate: String { String(basic.prefix { $0 != "T" }) }
}
