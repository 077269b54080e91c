/// Whether and how a text is coloured.
package struct Style: Sendable {
    package enum Tint: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    package static let plain = Style(isColoured: false)
    package static let coloured = Style(isColoured: true)

    package let isColoured: Bool

    package init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    package func apply(_ tint: Tint, _ text: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(tint.rawValue)m\(text)\u{1B}[0m" : text
    }
}
