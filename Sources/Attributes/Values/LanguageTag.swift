/// A language and a region, such as `ru-RU`: how dates, numbers and words are written.
package struct LanguageTag: Hashable, Sendable {
    /// Two lower-case letters.
    package let language: String
    /// Two upper-case letters, or blank.
    package let region: String

    package static let russian = LanguageTag(language: "ru", region: "RU")
    package static let english = LanguageTag(language: "en", region: "US")

    package init(language: String, region: String) {
        self.language = language
        self.region = region
    }

    /// Reads `ru-RU`, `ru_RU` or `en`.
    ///
    /// - Returns: `nil` for what is not of that form, or a language that router has no words for: see `supported`.
    package init?(_ text: String) {
        let parts = text.split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        guard (1...2).contains(parts.count), let language = parts.first?.lowercased(),
            Self.supported.contains(language)
        else { return nil }
        let region = parts.count == 2 ? parts[1].uppercased() : ""
        guard region.isEmpty || region.utf8.count == 2 && region.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return nil
        }
        self.init(language: language, region: region)
    }

    package static let supported = ["en", "ru"]
}
