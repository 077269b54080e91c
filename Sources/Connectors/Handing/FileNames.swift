internal import Connecting

/// Names for files of attachments that stay in their folder, whoever thought them up, and differ from each other.
enum FileNames {
    /// In bytes: file systems take 255, and something may be put in front.
    private static let longest = 180
    private static let longestExtension = 20

    /// - Parameters:
    ///   - attachments: Their names are said to be safe, and are not believed.
    ///   - reserved: Names that are taken already.
    /// - Returns: In the order of the attachments; `scan.pdf`, `scan-2.pdf`.
    static func unique(_ attachments: [HandedAttachment], besides reserved: [String] = []) -> [String] {
        // Some file systems do not tell capitals apart.
        var taken = Set(reserved.map { $0.lowercased() })
        return attachments.map { attachment in
            let name = safe(attachment.fileName)
            var candidate = name
            var number = 2
            while !taken.insert(candidate.lowercased()).inserted {
                let (stem, ending) = split(name)
                candidate = "\(stem)-\(number)\(ending)"
                number += 1
            }
            return candidate
        }
    }

    static func safe(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            switch scalar.value {
            case 0x00..<0x20, 0x7F..<0xA0, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE:
                scalars.append("_")
            case UInt32(UInt8(ascii: "/")), UInt32(UInt8(ascii: "\\")), UInt32(UInt8(ascii: ":")): scalars.append("_")
            default: scalars.append(scalar)
            }
        }
        var text = trimmed(String(scalars))
        if text.allSatisfy({ $0 == "_" || $0 == " " || $0 == "." }) { text = "attachment" }
        // A name that begins with a dot is hidden, and with a hyphen an option to many programs.
        if text.hasPrefix(".") || text.hasPrefix("-") { text = "_" + text }
        return trimmed(shortened(text))
    }

    /// What ends in blanks or dots has another name on other systems.
    private static func trimmed(_ name: String) -> String {
        var scalars = name.unicodeScalars
        while let last = scalars.last, last == " " || last == "." { scalars.removeLast() }
        return String(scalars)
    }

    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > longest else { return name }
        let (stem, ending) = split(name)
        var kept = ""
        for character in stem {
            guard kept.utf8.count + character.utf8.count + ending.utf8.count <= longest else { break }
            kept.append(character)
        }
        // A single character may be longer than that.
        return kept.isEmpty ? "attachment\(ending)" : kept + ending
    }

    /// `scan.pdf` → `scan` and `.pdf`.
    private static func split(_ name: String) -> (stem: Substring, ending: Substring) {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex,
            name[dot...].utf8.count <= longestExtension
        else { return (name[...], "") }
        return (name[..<dot], name[dot...])
    }
}
