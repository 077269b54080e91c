package import Attributes

/// How values are written as text: the language of words, dates and numbers, and the zone of the clock.
package struct Writing: Sendable {
    package let language: LanguageTag
    package let zone: Zone
    let words: Words

    package init(language: LanguageTag, zone: Zone) {
        self.language = language
        self.zone = zone
        words = Words.of(language)
    }
}
