/// Names of attachments that are fit to be the names of files in one folder, whatever the letter calls them.
struct FileNames {
    /// Bytes of a name: file systems take 255, and handlers put something in front.
    private static let longest = 200

    private var taken: Set<String> = []
    /// How far each name was counted: thousands of the same name are no reason to begin at 2 each time.
    private var counts: [String: Int] = [:]

    /// A name of its own for an attachment.
    ///
    /// - Parameters:
    ///   - written: As the letter has it.
    ///   - type: `application/pdf`.
    /// - Returns: Name and extension, the latter with its dot or blank.
    mutating func fit(_ written: String?, type: String) -> (name: String, suffix: String) {
        let safe = Self.safe(written ?? "")
        var (name, suffix) = Self.split(safe)
        if name.isEmpty { name = "attachment" }
        if safe.isEmpty { suffix = Self.suffixes[type] ?? "" }
        suffix = Self.shortened(suffix, to: 40)
        name = Self.shortened(name, to: Self.longest - suffix.utf8.count - 8)
        var unique = name
        let key = (name + suffix).lowercased()
        while !taken.insert((unique + suffix).lowercased()).inserted {
            let number = counts[key, default: 1] + 1
            counts[key] = number
            unique = "\(name) (\(number))"
        }
        return (unique, suffix)
    }

    /// Without paths, control characters, and what turns the direction of writing; dots and spaces neither first nor last.
    private static func safe(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "/", "\\", ":", "*", "?", "\"", "<", ">", "|": scalars.append("_")
            case _ where unseen.contains(scalar.properties.generalCategory): continue
            default: scalars.append(scalar)
            }
        }
        var name = String(scalars)
        while let last = name.last, last == "." || last.isWhitespace { name.removeLast() }
        let rest = name.drop { $0 == "." || $0.isWhitespace }
        // Windows has devices of these names, with any extension.
        let stem = rest.prefix { $0 != "." }.uppercased()
        return devices.contains(stem) ? "_\(rest)" : String(rest)
    }

    private static let unseen: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    private static let devices = Set(
        ["CON", "PRN", "AUX", "NUL"] + (1...9).flatMap { ["COM\($0)", "LPT\($0)"] })

    /// `Отчёт` and `.pdf`.
    private static func split(_ name: String) -> (String, String) {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex, name[dot...].count <= 20,
            !name[dot...].contains(where: \.isWhitespace)
        else { return (name, "") }
        return (String(name[..<dot]), String(name[dot...]))
    }

    /// Cut to so many bytes, between characters.
    private static func shortened(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var kept = ""
        var size = 0
        for character in text {
            size += character.utf8.count
            guard size <= limit else { break }
            kept.append(character)
        }
        return kept.isEmpty ? "attachment" : kept
    }

    /// For parts without a name.
    private static let suffixes = [
        "message/rfc822": ".eml", "application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg",
        "image/gif": ".gif", "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv",
        "text/vcard": ".vcf", "application/json": ".json", "application/zip": ".zip", "text/xml": ".xml",
        "application/xml": ".xml",
    ]
}
