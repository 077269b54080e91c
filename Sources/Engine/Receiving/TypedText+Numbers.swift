import Attributes

extension TypedText {
    /// A number as people write it: `1 234,50`, `1,234.50`, `1234.50 ₽`.
    ///
    /// - Returns: As JSON has it; `nil` for what is none, or could be two.
    func number(_ written: String) -> String? {
        var text = ""
        for scalar in written.unicodeScalars {
            switch scalar {
            case " ", "\u{A0}", "\u{202F}", "\u{2009}", "'", "’", "\t": text += " "
            case "−", "–": text += "-"
            case _ where scalar.properties.generalCategory == .currencySymbol: text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        text = text.trimmingWhitespace()
        var sign = ""
        if let first = text.first, first == "-" || first == "+" {
            sign = first == "-" ? "-" : ""
            text = String(text.dropFirst()).trimmingWhitespace()
        }
        guard let plain = plain(text), let number = try? DecimalNumber(plain) else { return nil }
        let digits = number.description
        return sign.isEmpty || number.digits.isEmpty ? digits : sign + digits
    }

    /// Digits with a point at most.
    private func plain(_ text: String) -> String? {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber || " .,".contains($0) }), text.first?.isNumber == true,
            text.last?.isNumber == true
        else { return nil }
        let (points, commas) = (text.count { $0 == "." }, text.count { $0 == "," })
        // The last sign parts the fraction where there are both; alone, the language tells.
        let decimal: Character?
        if points > 0, commas > 0 {
            decimal = text.last { $0 == "." || $0 == "," }
        } else if points == 1 {
            decimal = "."
        } else if commas == 1 {
            decimal = language.language == "en" ? nil : ","
        } else {
            decimal = nil
        }
        let parts = decimal.flatMap { sign in
            text.lastIndex(of: sign).map { (text[..<$0], text[text.index(after: $0)...]) }
        }
        let whole = parts?.0 ?? text[...]
        let fraction = parts?.1 ?? ""
        guard fraction.allSatisfy(\.isNumber) else { return nil }
        let groups = whole.split(whereSeparator: { " .,".contains($0) })
        let separators = Set(whole.filter { " .,".contains($0) })
        guard separators.count <= 1, decimal.map({ !separators.contains($0) }) ?? true else { return nil }
        // Groups have three digits, else it may be two numbers, or a date.
        guard groups.count == 1 || (groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }) else {
            return nil
        }
        return groups.joined() + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
