/// Turns HTML into the plain text that says the same: the text half of a letter that is written in HTML.
struct HTMLText: HTMLSink {
    /// A section whose contents are being walked through, and what held where it began.
    private struct Frame {
        let section: Section
        let steps: [FlowStep]
        let hidden: HiddenElement?
        let preformatted: Int
    }

    private var steps: [FlowStep] = []
    private var frames: [Frame] = []
    /// What the tokenizer's numbers stand for.
    private var holes: [Hole] = []
    private var sections: [Section] = []
    /// Text whose entities are not decoded yet.
    private var run: [UInt8] = []
    private var hidden: HiddenElement?
    private var preformatted = 0
    private var startsPreformatted = false
    private var lists = 0
    private var quotes = 0
    /// The tables that are open, and whether each only puts things in their places.
    private var tables: [Bool] = []
    private var link: LinkText?

    /// The steps to the text of a template's parts.
    static func steps(ofHTML parts: [Template.Part]) -> [FlowStep] {
        var tokenizer = HTMLTokenizer()
        var text = HTMLText()
        text.walk(parts, &tokenizer)
        text.flushRun()
        text.endLink()
        for _ in 0..<text.lists { text.steps.append(.closeList) }
        for _ in 0..<text.quotes { text.steps.append(.closeQuote) }
        return text.steps
    }

    private mutating func walk(_ parts: [Template.Part], _ tokenizer: inout HTMLTokenizer) {
        for part in parts {
            switch part {
            case .constant(let bytes): for byte in bytes { tokenizer.feed(byte, &self) }
            case .hole(let hole): walk(hole, &tokenizer)
            case .section(let section, let inner):
                tokenizer.open(sections.count)
                sections.append(section)
                let isText = tokenizer.isInText
                if isText { open(section) }
                walk(inner, &tokenizer)
                if isText { close() }
                tokenizer.close()
            // HTML that was derived from plain text: the text itself is at hand, and nobody derives it anew.
            case .flow(let flow): for hole in flow.steps.flatMap(\.holes) { walk(hole, &tokenizer) }
            }
        }
    }

    private mutating func walk(_ hole: Hole, _ tokenizer: inout HTMLTokenizer) {
        let context = tokenizer.hole(holes.count)
        holes.append(hole)
        guard context == .text, hidden == nil else { return }
        flushRun()
        steps.append(.hole(hole.plain))
    }

    // MARK: Text

    mutating func text(_ byte: UInt8) {
        if hidden == nil { run.append(byte) }
    }

    private mutating func flushRun() {
        guard !run.isEmpty else { return }
        // HTML drops the line end right behind <pre>.
        if startsPreformatted {
            if run.starts(with: [0x0D, 0x0A]) { run.removeFirst() }
            if run.first == UInt8(ascii: "\n") { run.removeFirst() }
        }
        startsPreformatted = false
        let text = Entities.decoded(run, isAttribute: false)
        run.removeAll(keepingCapacity: true)
        steps += preformatted > 0 ? SeenText.preformatted(text) : SeenText.collapsed(text)
    }

    // MARK: Elements

    mutating func start(_ tag: HTMLTag) {
        flushRun()
        if var element = hidden {
            let isEnded = element.isEnded(byStartOf: tag.name)
            hidden = isEnded ? nil : element
            guard isEnded else { return }
        }
        hidden = HiddenElement(tag)
        guard hidden == nil, !HiddenElement.isHidden(tag) else { return }
        switch tag.name {
        case "br": steps.append(.lineBreak)
        case "hr": steps += [.apart(1), .words(Array("----------".utf8)), .apart(1)]
        case "img": if let alt = tag.value("alt") { write(alt) }
        case "a":
            endLink()
            if let address = tag.value("href") {
                link = LinkText(address: parts(of: address, isAddress: true), depth: frames.count, mark: steps.count)
            }
        case "ul", "ol", "menu", "dir":
            lists += 1
            steps.append(.openList(first: tag.name == "ol" ? tag.number("start") ?? 1 : nil))
        case "li": steps.append(.item(number: tag.number("value")))
        case "blockquote":
            quotes += 1
            steps.append(.openQuote)
        // The end of the cell before may be left out.
        case "td", "th": endCell()
        case "table": tables.append(["presentation", "none"].contains(tag.constant("role")?.lowercased()))
        case "pre", "listing":
            preformatted += 1
            startsPreformatted = true
        default: break
        }
        part(tag.name)
    }

    mutating func end(_ name: String) {
        flushRun()
        if var element = hidden {
            let end = element.end(of: name)
            hidden = end == .inside ? element : nil
            guard end == .around else { return }
        }
        switch name {
        case "a": endLink()
        case "td", "th": endCell()
        case "table": _ = tables.popLast()
        case "ul", "ol", "menu", "dir":
            guard lists > 0 else { return }
            lists -= 1
            steps.append(.closeList)
        case "li": steps.append(.endItem)
        case "blockquote":
            guard quotes > 0 else { return }
            quotes -= 1
            steps.append(.closeQuote)
        case "pre", "listing": preformatted = max(0, preformatted - 1)
        // Browsers take a stray end for a line break or an empty paragraph.
        case "br": steps.append(.lineBreak)
        default: break
        }
        part(name)
    }

    private mutating func endCell() {
        guard let isLayout = tables.last else { return }
        steps.append(isLayout ? .apart(1) : .endCell)
    }

    /// The lines around an element, at its start and at its end.
    private mutating func part(_ name: String) {
        if Elements.lists.contains(name) || name == "li" || name == "hr" { return }
        if Elements.apart.contains(name) {
            steps.append(.apart(2))
        } else if Elements.blocks.contains(name) {
            steps.append(.apart(1))
        }
    }

    // MARK: Sections

    private mutating func open(_ section: Section) {
        flushRun()
        frames.append(Frame(section: section, steps: steps, hidden: hidden, preformatted: preformatted))
        steps = []
    }

    private mutating func close() {
        flushRun()
        guard let frame = frames.popLast() else { return }
        let inner = steps
        steps = frame.steps
        hidden = frame.hidden
        preformatted = frame.preformatted
        if !inner.isEmpty { steps.append(.section(frame.section, inner)) }
        // A link that begins here goes on behind the section, wherever the section is shown.
        if link?.depth == frames.count + 1 {
            if frame.section.kind == .items { link = nil } else { link?.leave(frame.section, mark: steps.count) }
        }
    }

    // MARK: Links and pictures

    /// Puts a link's address behind its text, unless the text says it already.
    private mutating func endLink() {
        guard let link else { return }
        self.link = nil
        var space: FlowStep?
        if link.depth == frames.count, steps.count > link.mark, case .space = steps.last { space = steps.popLast() }
        steps += link.steps(behind: link.depth == frames.count ? steps[min(link.mark, steps.count)...] : nil)
        if let space { steps.append(space) }
    }

    private func parts(of pieces: [HTMLTag.Piece], isAddress: Bool) -> [FlowStep] {
        var stack: [[FlowStep]] = [[]]
        var open: [Section] = []
        for piece in pieces {
            switch piece {
            case .bytes(let bytes):
                let text = Entities.decoded(bytes, isAttribute: true)
                let steps = isAddress ? [.words(text.filter { !$0.isSpace })] : SeenText.collapsed(text)
                stack[stack.count - 1] += steps
            case .hole(let number): stack[stack.count - 1].append(.hole(holes[number].plain))
            case .open(let number):
                open.append(sections[number])
                stack.append([])
            case .close:
                guard let section = open.popLast(), let inner = stack.popLast() else { continue }
                stack[stack.count - 1].append(.section(section, inner))
            }
        }
        return stack[0]
    }

    private mutating func write(_ alt: [HTMLTag.Piece]) {
        steps += parts(of: alt, isAddress: false)
    }
}

extension HTMLTag {
    /// A value that is all text.
    fileprivate func constant(_ name: String) -> String? {
        guard let value = value(name), value.count == 1, case .bytes(let bytes) = value[0] else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    fileprivate func number(_ name: String) -> Int? { constant(name).flatMap { Int($0.trimmed) } }
}

extension Hole {
    /// The same hole in plain text.
    fileprivate var plain: Hole {
        var format = format
        if case .html = format { format = .textOfHTML }
        return escaped(Escape(address: escape.address, markup: .none), as: format)
    }
}
