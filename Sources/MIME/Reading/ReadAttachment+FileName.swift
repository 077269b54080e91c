/// The name under which an attachment can be a file, in two halves that make it up: `Отчёт` and `.pdf`.
package struct AttachmentFileName: Hashable, Sendable {
    package var name: String
    /// With its dot; blank when there is none.
    package var suffix: String

    /// Both halves.
    package var whole: String { name + suffix }

    package init(name: String, suffix: String) {
        self.name = name
        self.suffix = suffix
    }
}

extension ReadAttachment {
    /// The most bytes that a file name may have, below what any file system takes.
    package static let longestFileName = 200
    /// Of these the suffix has at most so many.
    private static let longestSuffix = 20

    /// A name that is safe on every system: no folders, no control characters, nothing that turns the direction of writing,
    /// no names that mean devices, never hidden, never blank.
    ///
    /// The number says which attachment of its letter it is, from 1; it names those without a name.
    package func fileName(number: Int) -> AttachmentFileName {
        // What stands in front of a separator is a folder, of whichever system.
        let last = (name ?? "").split { $0 == "/" || $0 == "\\" }.last ?? ""
        var text = String(String.UnicodeScalarView(last.unicodeScalars.compactMap(Self.safe)))
        text = Self.trimmed(text)
        var file = Self.halves(text)
        if file.name.isEmpty {
            file = AttachmentFileName(name: "attachment-\(number)", suffix: file.suffix)
        }
        if file.suffix.isEmpty, text.isEmpty { file.suffix = Self.suffixes[contentType] ?? "" }
        if Self.isDevice(file.name) { file.name = "_" + file.name }
        file.name = Self.cut(file.name, to: Self.longestFileName - file.suffix.utf8.count)
        return file
    }

    private static func safe(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "<", ">", ":", "\"", "|", "?", "*": return "_"
        case "\u{2028}", "\u{2029}", "\t": return " "
        // Slashes that look like the real one.
        case "\u{2044}", "\u{2215}", "\u{29F8}", "\u{FF0F}", "\u{FF3C}": return "_"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .privateUse, .unassigned: return nil
        // Marks that can't be seen, but for those that make up emoji and some scripts' letters.
        case .format: return scalar == "\u{200D}" || scalar == "\u{200C}" ? scalar : nil
        case .spaceSeparator: return " "
        default: return scalar
        }
    }

    /// Without dots and spaces at its ends: they hide a file, or Windows drops them.
    private static func trimmed(_ text: String) -> String {
        let inner = text.drop { $0 == " " || $0 == "." }
        guard let end = inner.lastIndex(where: { $0 != " " && $0 != "." }) else { return "" }
        return String(inner[...end])
    }

    private static func halves(_ text: String) -> AttachmentFileName {
        guard let dot = text.lastIndex(of: "."), dot > text.startIndex, text[dot...].utf8.count <= longestSuffix,
            text[dot...].dropFirst().allSatisfy({ $0.isLetter || $0.isNumber })
        else { return AttachmentFileName(name: text, suffix: "") }
        return AttachmentFileName(name: trimmed(String(text[..<dot])), suffix: String(text[dot...]))
    }

    /// The beginning of a text in at most so many bytes, with whole characters.
    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.startIndex
        var count = 0
        while end < text.endIndex {
            let next = text.index(after: end)
            count += text[end..<next].utf8.count
            if count > limit { break }
            end = next
        }
        let cut = trimmed(String(text[..<end]))
        // A single character may be made of more marks than fit.
        return cut.isEmpty ? "attachment" : cut
    }

    /// Names that Windows keeps for itself, with any extension.
    private static func isDevice(_ name: String) -> Bool {
        let word = name.uppercased().prefix { $0 != "." && $0 != " " }
        if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(word) { return true }
        return (word.hasPrefix("COM") || word.hasPrefix("LPT")) && word.count == 4
            && word.last.map { "0123456789¹²³".contains($0) } ?? false
    }

    /// Of files that came without a name.
    private static let suffixes = [
        "application/gzip": ".gz", "application/ics": ".ics", "application/json": ".json", "application/msword": ".doc",
        "application/pdf": ".pdf", "application/pgp-signature": ".asc", "application/pkcs7-signature": ".p7s",
        "application/rtf": ".rtf", "application/vnd.ms-excel": ".xls", "application/xml": ".xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/zip": ".zip",
        "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/wav": ".wav", "image/bmp": ".bmp", "image/gif": ".gif",
        "image/heic": ".heic", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/png": ".png", "image/svg+xml": ".svg",
        "image/tiff": ".tiff", "image/webp": ".webp", "message/delivery-status": ".txt",
        "message/disposition-notification": ".txt", "message/global": ".eml", "message/rfc822": ".eml",
        "text/calendar": ".ics", "text/csv": ".csv", "text/html": ".html", "text/plain": ".txt",
        "text/rfc822-headers": ".txt",
        "text/rtf": ".rtf", "text/vcard": ".vcf", "text/x-vcard": ".vcf", "text/xml": ".xml", "video/mp4": ".mp4",
    ]
}

extension ReadLetter {
    /// The attachments' file names in their order, safe, and each only once, also where capitals don't count.
    package var fileNames: [AttachmentFileName] {
        var taken: Set<String> = []
        // How far each name has been counted, so that a thousand equal ones don't cost a million looks.
        var counts: [String: Int] = [:]
        return attachments.enumerated().map { index, attachment in
            var file = attachment.fileName(number: index + 1)
            let (name, key) = (file.name, file.whole.lowercased())
            var count = counts[key] ?? 1
            while !taken.insert(file.whole.lowercased()).inserted {
                count += 1
                file.name = "\(name) (\(count))"
            }
            counts[key] = count
            return file
        }
    }
}
