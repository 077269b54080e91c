/// Lines that no diagnostic may show, because a secret stands in them.
enum PrivateLine {
    private static let words = ["passw", "pwd", "secret", "token", "пароль"]

    /// Whether a key's name says that its value is a secret.
    static func isSecretName(_ name: String) -> Bool {
        let lowercased = name.lowercased()
        return words.contains { lowercased.contains($0) }
    }

    /// Whether a line of YAML holds a secret, as far as its words tell: `password: hunter2`, but not `password: ${env:X}`.
    static func mayHoldSecret(_ line: String) -> Bool {
        let lowercased = line.lowercased()
        guard let word = words.compactMap({ lowercased.firstRange(of: $0) }).min(by: { $0.lowerBound < $1.lowerBound }),
            let colon = lowercased[word.upperBound...].firstIndex(of: ":")
        else { return false }
        let value = lowercased[lowercased.index(after: colon)...].drop { $0 == " " || $0 == "\"" || $0 == "'" }
        return !value.isEmpty && !value.hasPrefix("${")
    }
}
