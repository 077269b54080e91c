/// What a server offers beyond the basics.
struct SMTPCapabilities: Hashable {
    var hasPipelining = false
    var hasSMTPUTF8 = false
    /// Whether it can be told of what to tell the sender (RFC 3461).
    var hasDSN = false
    /// Whether MAIL may say the letter's size (RFC 1870).
    var hasSize = false
    /// The largest letter that it takes, in bytes; `nil` when it does not say.
    var maximum: Int?

    init() {}

    /// - Parameter lines: Of its answer to EHLO, such as `SIZE 10485760`.
    init(_ lines: [String]) {
        for line in lines {
            let words = line.uppercased().split(separator: " ")
            switch words.first {
            case "PIPELINING": hasPipelining = true
            case "SMTPUTF8": hasSMTPUTF8 = true
            case "DSN": hasDSN = true
            case "SIZE":
                hasSize = true
                // 0 stands for no fixed maximum.
                maximum = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            default: break
            }
        }
    }
}
