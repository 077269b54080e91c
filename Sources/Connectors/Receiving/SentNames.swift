/// What folders with sent letters are usually called, for servers that don't tell their use (RFC 6154).
enum SentNames {
    private static let names: Set<String> = [
        "sent", "sent items", "sent messages", "sent mail", "отправленные", "исходящие", "gesendet", "envoyés",
        "[gmail]/sent mail", "[gmail]/отправленные",
    ]

    static func has(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || name.hasPrefix("inbox/") && names.contains(String(name.dropFirst(6)))
    }
}
