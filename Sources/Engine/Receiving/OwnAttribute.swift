package import Attributes
import Diagnostics

/// An attribute that a route finds in its letters.
///
///     Invoice: {type: string, from: Subject, match: 'Inv-[0-9]+', required: true}
package struct OwnAttribute: Sendable {
    package let declared: Attribute
    let path: ArrivalPath
    let pattern: Pattern?

    /// Why a letter lacks an attribute that it must have, in whole words.
    struct Gap: Error {
        var words: String
    }

    /// The attribute's value in a message's built-in attributes.
    func value(in message: JSON, language: LanguageTag, zone: Zone) -> Result<JSON, Gap> {
        let texts = path.texts(in: message)
        let reader = TypedText(type: declared.type, language: language, zone: zone)
        var values: [JSON] = []
        var misread: String?
        for text in texts {
            for piece in pieces(of: text, for: reader) {
                guard let value = piece.value else {
                    misread = misread ?? piece.text
                    continue
                }
                values.append(value)
                if !declared.isArray { break }
            }
            if !declared.isArray, !values.isEmpty { break }
        }
        let isMissing = values.isEmpty && (declared.isRequired || declared.isArray && declared.isNotEmpty)
        if isMissing { return .failure(gap(texts, misread: misread)) }
        if declared.isArray { return .success(.array(values)) }
        if declared.isNotEmpty, let value = values.first, value.isEmpty {
            return .failure(
                Gap(words: "the attribute '\(declared.name)' must not be empty, and \(path.text) has an empty one"))
        }
        return .success(values.first ?? .null)
    }

    /// The stretches of a text that are meant, with what they say; `nil` for one that is no value of the type.
    private func pieces(of text: String, for reader: TypedText) -> [(text: String, value: JSON?)] {
        guard let pattern else { return [(text, reader.value(of: text))] }
        // A word that is looked for is there or not.
        if declared.type == .boolean, pattern.groups == 0 {
            return [(text, .bool(pattern.firstMatch(in: text) != nil))]
        }
        let matches = pattern.matches(in: text)
        if declared.type == .map { return matches.isEmpty ? [] : [(text, reader.map(of: matches.map(\.texts)))] }
        return matches.map { match in
            if case .object(let fields) = declared.type {
                let named = pattern.names.map { (name: $0.name, text: match.texts[$0.group]) }
                return (match.whole, reader.object(of: named, as: fields))
            }
            if declared.type == .period, pattern.groups == 2, let start = match.texts[1], let end = match.texts[2] {
                return (match.whole, reader.period(from: start, to: end))
            }
            let key = match.key ?? ""
            return (key, reader.value(of: key))
        }
    }

    private func gap(_ texts: [String], misread: String?) -> Gap {
        let attribute = "the \(declared.isRequired ? "required " : "")attribute '\(declared.name)' is not in the letter"
        if let misread {
            let shown = Visible.shortened(misread, to: 60)
            return Gap(words: "\(attribute): '\(shown)' of \(path.text) is not \(declared.type.phrase)")
        }
        guard let text = texts.first else { return Gap(words: "\(attribute): its \(path.text) is blank") }
        guard let pattern else { return Gap(words: "\(attribute): nothing stands in its \(path.text)") }
        return Gap(
            words: "\(attribute): nothing in its \(path.text) matches '\(pattern.text)', which says "
                + "'\(Visible.shortened(text, to: 80))'")
    }
}

extension JSON {
    fileprivate var isEmpty: Bool { self == .string("") || self == .object([]) || self == .array([]) }
}
