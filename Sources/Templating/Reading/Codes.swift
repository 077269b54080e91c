import Diagnostics

extension Diagnostic.Code {
    static let undeclaredPlaceholder = Diagnostic.Code(rawValue: "undeclared-placeholder")
    static let unknownField = Diagnostic.Code(rawValue: "unknown-field")
    static let placeholderPath = Diagnostic.Code(rawValue: "placeholder-path")
    static let blankPlaceholder = Diagnostic.Code(rawValue: "blank-placeholder")
    static let placeholderFormat = Diagnostic.Code(rawValue: "placeholder-format")
    static let placeholderFallback = Diagnostic.Code(rawValue: "placeholder-fallback")
    static let placeholderType = Diagnostic.Code(rawValue: "placeholder-type")
    static let placeholderPlace = Diagnostic.Code(rawValue: "placeholder-place")
    static let unclosedPlaceholder = Diagnostic.Code(rawValue: "unclosed-placeholder")
    /// A text that looks like a placeholder and is left as it is.
    static let literalPlaceholder = Diagnostic.Code(rawValue: "literal-placeholder")
    static let lineBreak = Diagnostic.Code(rawValue: "line-break")
    static let mustache = Diagnostic.Code(rawValue: "mustache")
    static let mustacheName = Diagnostic.Code(rawValue: "mustache-name")
    static let mustachePartial = Diagnostic.Code(rawValue: "mustache-partial")
    static let mustacheDelimiters = Diagnostic.Code(rawValue: "mustache-delimiters")
    static let unclosedSection = Diagnostic.Code(rawValue: "unclosed-section")
    static let strayEnd = Diagnostic.Code(rawValue: "stray-end")
    static let sectionPlace = Diagnostic.Code(rawValue: "section-place")
    static let pictureAddress = Diagnostic.Code(rawValue: "picture-address")
    static let templateLimit = Diagnostic.Code(rawValue: "template-limit")
    static let attributeName = Diagnostic.Code(rawValue: "attribute-name")
}
