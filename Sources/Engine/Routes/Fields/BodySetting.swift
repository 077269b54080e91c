import Diagnostics
import Settings

/// `body:`: one text, or its two halves.
struct BodySetting: SettingValue {
    enum Content {
        case single(PlacedText)
        case halves(html: PlacedText?, text: PlacedText?)
    }

    var content: Content

    private static let html = Field<PlacedText?>("html", "The HTML half: a text, or a file", default: nil)
    private static let text = Field<PlacedText?>("text", "The plain half: a text, or a file", default: nil)
    private static let shape = Shape("body", [html, text])

    static var form: Form { .oneOf([.text, .group(shape)]) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        if node.scalar != nil { return PlacedText.read(node, &reader).map { Self(content: .single($0)) } }
        if Reader.isUnquotedPlaceholder(node, for: shape) {
            _ = PlacedText.read(node, &reader)
            return nil
        }
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        guard reading[html] != nil || reading[text] != nil else {
            return reader.report(node, .missingKey, "body needs 'html' or 'text'", help: "write what the letter says")
        }
        return Self(content: .halves(html: reading[html], text: reading[text]))
    }
}

/// `format:`.
enum BodyFormat: String, ChoiceSetting {
    case plain
    case html
    /// multipart/alternative
    case both

    static var noun: String { "a format" }
}
