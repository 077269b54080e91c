extension Duration {
    /// ISO 8601: `PT1H30M`, `P1DT2H`, `PT0.5S`, `PT0S`; nanoseconds at the finest, a negative one with a minus in front.
    package var iso8601: String {
        let (seconds, attoseconds) = components
        var rest = seconds.magnitude
        var text = seconds < 0 || attoseconds < 0 ? "-P" : "P"
        if rest >= 86_400 { text += "\(rest / 86_400)D" }
        rest %= 86_400
        let nanoseconds = Int(attoseconds.magnitude / 1_000_000_000)
        if rest == 0, nanoseconds == 0 { return text.last == "P" ? "PT0S" : text }

        text += "T"
        if rest >= 3600 { text += "\(rest / 3600)H" }
        if rest % 3600 >= 60 { text += "\(rest % 3600 / 60)M" }
        if rest % 60 > 0 || nanoseconds > 0 {
            text += "\(DecimalNumber(rest % 60).adding(billionths: nanoseconds))S"
        }
        return text
    }
}

extension DecimalNumber {
    /// A whole number with a fraction behind it, without zeros at its end.
    fileprivate func adding(billionths: Int) -> DecimalNumber {
        var fraction = billionths
        var places = billionths == 0 ? 0 : 9
        while places > 0, fraction % 10 == 0 {
            fraction /= 10
            places -= 1
        }
        let digits = String(fraction).utf8.map { $0 - 0x30 }
        let padded = [UInt8](repeating: 0, count: max(0, places - digits.count)) + (places == 0 ? [] : digits)
        return DecimalNumber(isNegative: false, digits: self.digits + padded, scale: places)
    }
}
