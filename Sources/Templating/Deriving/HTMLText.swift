/// Turns HTML into the plain text that says the same: the text half of a letter that is written in HTML.
struct HTMLText: HTMLSink {
    private var flow = TextFlow()
    private let holes: [Hole]
    /// Text whose entities are not decoded yet.
    private var run: [UInt8] = []
    /// The element whose contents are left out until it ends.
    private var skipped: String?
    private var preformatted = 0
    private var startsPreformatted = false
    /// The lists that are open: the next number of each, or `nil` for bullets.
    private var lists: [Int?] = []
    private var link: (address: [HTMLTag.Piece], mark: Int)?

    private init(_ holes: [Hole]) {
        self.holes = holes
    }

    /// The text of a value that is HTML, without a line end at its end.
    static func text(ofHTML bytes: [UInt8]) -> [UInt8] {
        var text = parts(ofHTML: [.constant(bytes)]).reduce(into: [UInt8]()) { text, part in
            if case .constant(let bytes) = part { text.append(contentsOf: bytes) }
        }
        if text.last == UInt8(ascii: "\n") { text.removeLast() }
        return text
    }

    /// The parts of a template's text, with those of its holes that a reader sees.
    static func parts(ofHTML parts: [Template.Part]) -> [Template.Part] {
        var tokenizer = HTMLTokenizer()
        var text = HTMLText(parts.flatMap(\.holes))
        var number = 0
        for part in parts {
            switch part {
            case .constant(let bytes):
                for byte in bytes { tokenizer.feed(byte, &text) }
            case .hole, .aside:
                if tokenizer.hole(number) == .text { text.hole(number) }
                number += 1
            }
        }
        text.flushRun()
        text.endLink()
        return text.flow.finish()
    }

    mutating func text(_ byte: UInt8) {
        if skipped == nil { run.append(byte) }
    }

    private mutating func hole(_ number: Int) {
        guard skipped == nil else { return }
        flushRun()
        flow.append(.hole(Self.plain(holes[number])))
    }

    private mutating func flushRun() {
        guard !run.isEmpty else { return }
        // HTML drops the line end right behind <pre>.
        if startsPreformatted, run.first == UInt8(ascii: "\n") { run.removeFirst() }
        startsPreformatted = false
        let text = String(decoding: Entities.decoded(run), as: UTF8.self)
        run = []
        if preformatted > 0 { flow.preformatted(text) } else { flow.text(text) }
    }

    mutating func start(_ tag: HTMLTag) {
        flushRun()
        if skipped == "head", tag.name == "body" { skipped = nil }
        guard skipped == nil else { return }
        switch tag.name {
        case "head", "title", "template", "select", "datalist", "audio", "video", "canvas", "svg": skipped = tag.name
        case "br": flow.addBreak()
        case "hr":
            flow.breakLine(1)
            flow.text("----------")
            flow.breakLine(1)
        case "img": if let alt = tag.value("alt") { write(alt) }
        case "a":
            endLink()
            if let address = tag.value("href") { link = (address, flow.mark()) }
        case "ul", "ol", "menu", "dir":
            flow.breakLine(lists.isEmpty ? 2 : 1)
            lists.append(tag.name == "ol" ? 1 : nil)
        case "li": startItem()
        default: startBlock(tag.name)
        }
        if tag.name == "pre" {
            preformatted += 1
            startsPreformatted = true
        }
    }

    mutating func end(_ name: String) {
        flushRun()
        if skipped == name { skipped = nil }
        guard skipped == nil else { return }
        switch name {
        case "a": endLink()
        case "td", "th": flow.endCell()
        case "ul", "ol", "menu", "dir":
            _ = lists.popLast()
            flow.indent(indent(lists.count))
            flow.breakLine(lists.isEmpty ? 2 : 1)
        default: startBlock(name)
        }
        if name == "pre", preformatted > 0 { preformatted -= 1 }
    }

    private mutating func startBlock(_ name: String) {
        switch name {
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dl", "figure": flow.breakLine(2)
        case "div", "tr", "table", "section", "article", "header", "footer", "main", "nav", "aside", "center", "dt",
            "dd", "caption", "figcaption", "form", "fieldset", "address", "li", "body", "html", "details", "summary":
            flow.breakLine(1)
        default: break
        }
    }

    private func indent(_ depth: Int) -> String { String(repeating: "  ", count: min(depth, Self.deepest)) }

    /// Items of lists within lists are indented no further.
    private static let deepest = 8

    private mutating func startItem() {
        let depth = max(lists.count, 1)
        flow.indent(indent(depth - 1))
        var marker = "- "
        if let last = lists.indices.last, let number = lists[last] {
            marker = "\(number). "
            lists[last] = number &+ 1
        }
        flow.startItem(marker, indent: indent(depth))
    }

    // MARK: Links

    /// Puts a link's address behind its text, unless the text says it already.
    private mutating func endLink() {
        guard let (address, mark) = link else { return }
        link = nil
        var target = parts(address)
        let told = Self.told(flow.parts(since: mark))
        if case .constant(let bytes) = target.first {
            let text = String(decoding: bytes, as: UTF8.self)
            for scheme in ["mailto:", "tel:"] where text.hasPrefix(scheme) {
                target[0] = .constant(Array(bytes.dropFirst(scheme.utf8.count)))
            }
        }
        let said = Self.told(target[...])
        if said.isEmpty || said.hasPrefix("#") || said.hasPrefix("cid:") { return }
        let bare =
            said.hasPrefix("https://") ? said.dropFirst(8) : said.hasPrefix("http://") ? said.dropFirst(7) : said[...]
        if told == said || told == bare || bare.hasSuffix("/") && told == bare.dropLast() { return }
        if told.isEmpty {
            for part in target { flow.append(part) }
        } else {
            flow.append(.aside(target))
        }
    }

    /// What parts say, with paths for holes, so that two stretches can be compared.
    private static func told(_ parts: ArraySlice<Template.Part>) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .constant(let bytes): text += String(decoding: bytes, as: UTF8.self)
            case .hole(let hole): text += "\u{0}\(hole.path.text)\u{0}"
            case .aside: break
            }
        }
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\u{A0}" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    private func parts(_ pieces: [HTMLTag.Piece]) -> [Template.Part] {
        pieces.map { piece in
            switch piece {
            case .bytes(let bytes): .constant(Entities.decoded(bytes))
            case .hole(let number): .hole(Self.plain(holes[number]))
            }
        }
    }

    private mutating func write(_ pieces: [HTMLTag.Piece]) {
        for part in parts(pieces) {
            if case .constant(let bytes) = part {
                flow.text(String(decoding: bytes, as: UTF8.self))
            } else {
                flow.append(part)
            }
        }
    }

    private static func plain(_ hole: Hole) -> Hole {
        var format = hole.format
        if case .html = format { format = .textOfHTML }
        return hole.escaped(Escape(address: hole.escape.address, markup: .none), as: format)
    }
}
