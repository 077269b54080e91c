internal import Attributes

extension CivilTime {
    /// RFC 5545 §3.3.5 form 1: `20261201T100000`.
    var basic: String {
        String(unsafeUninitializedCapacity: 15) { text in
            _ = text.initialize(from: repeatElement(UInt8(ascii: "T"), count: 15))
            var rest = year
            for position in stride(from: 3, through: 0, by: -1) {
                text[position] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            for (position, number) in [(4, month), (6, day), (9, hour), (11, minute), (13, second)] {
                text[position] = UInt8(ascii: "0") + UInt8(number / 10)
                text[position + 1] = UInt8(ascii: "0") + UInt8(number % 10)
            }
            return 15
        }
    }

    /// RFC 5545 §3.3.4: `20261201`.
    var basicDate: String { String(basic.prefix(8)) }
}
