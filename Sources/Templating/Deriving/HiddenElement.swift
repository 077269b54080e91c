/// An element whose contents no reader sees, while it lasts.
struct HiddenElement {
    private let name: String
    /// Elements of the same name inside it.
    private var depth = 0
    /// Lists inside an item, tables inside a cell.
    private var inner = 0

    private init(_ name: String) {
        self.name = name
    }

    /// The element that a tag begins, if it is hidden or holds no text.
    init?(_ tag: HTMLTag) {
        if tag.isSelfClosing, tag.name == "svg" || tag.name == "math" { return nil }
        guard Self.silent.contains(tag.name) || Self.isHidden(tag) && !Elements.void.contains(tag.name) else {
            return nil
        }
        self.init(tag.name)
    }

    /// Elements whose contents are no text of the letter.
    private static let silent: Set<String> = [
        "head", "title", "template", "select", "datalist", "audio", "video", "canvas", "svg", "math",
    ]

    /// Whether the tag says that its element is not to be seen, as preheaders do.
    static func isHidden(_ tag: HTMLTag) -> Bool {
        if tag.value("hidden") != nil { return true }
        guard let style = tag.value("style"), case .bytes(let bytes) = style.first, style.count == 1 else {
            return false
        }
        let declarations = String(decoding: Entities.decoded(bytes, isAttribute: true), as: UTF8.self).lowercased()
            .split(separator: ";")
        for declaration in declarations {
            let halves = declaration.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            guard halves.count == 2 else { continue }
            let value = halves[1].hasSuffix("!important") ? String(halves[1].dropLast(10)).trimmed : halves[1]
            switch (halves[0], value) {
            case ("display", "none"), ("visibility", "hidden"), ("mso-hide", "all"), ("max-height", "0"),
                ("max-height", "0px"), ("font-size", "0"), ("font-size", "0px"), ("opacity", "0"):
                return true
            default: break
            }
        }
        return false
    }

    // MARK: Until it ends

    /// - Returns: Whether the element ends before this tag.
    mutating func isEnded(byStartOf tag: String) -> Bool {
        switch name {
        case "head": return tag == "body"
        case "p": return Elements.blocks.contains(tag)
        case "li", "td", "th", "tr":
            if isContainer(tag) {
                inner += 1
                return false
            }
            guard inner == 0 else { return false }
            return tag == name || name != "li" && (tag == "tr" || name != "tr" && (tag == "td" || tag == "th"))
        default:
            if tag == name { depth += 1 }
            return false
        }
    }

    /// What the end of an element is to it.
    enum End {
        case inside
        /// Its own end.
        case own
        /// The end of an element around it, which ends it too.
        case around
    }

    mutating func end(of tag: String) -> End {
        switch name {
        case "p": return tag == "p" ? .own : Elements.blocks.contains(tag) ? .around : .inside
        case "li", "td", "th", "tr":
            if isContainer(tag) {
                if inner == 0 { return .around }
                inner -= 1
                return .inside
            }
            if inner == 0, tag == "tr", name != "tr", name != "li" { return .around }
            return inner == 0 && tag == name ? .own : .inside
        default:
            guard tag == name else { return .inside }
            depth -= 1
            return depth < 0 ? .own : .inside
        }
    }

    private func isContainer(_ tag: String) -> Bool {
        name == "li" ? Elements.lists.contains(tag) : tag == "table"
    }
}
