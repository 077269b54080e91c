import CLibyaml
import Diagnostics

extension TreeBuilder {
    mutating func scalar(_ event: yaml_event_t, _ findings: inout Findings) -> Node {
        let data = event.data.scalar
        let text = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
        let style: Scalar.Style =
            switch data.style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
            case YAML_LITERAL_SCALAR_STYLE: .literal
            case YAML_FOLDED_SCALAR_STYLE: .folded
            default: .plain
            }
        let anchor = data.anchor.map { String(cString: $0) }
        let tag = data.tag.map { String(cString: $0) }
        let place = skipProperties(event, hasAny: anchor != nil || tag != nil)
        report(tag: tag, at: place.tag, &findings)
        let end = position(event.end_mark)
        // Behind a name without a value, the cursor is at what follows.
        let span = Span(min(place.value, end), end)
        let placed = PlacedText(
            text, in: source,
            anchors: text.isEmpty
                ? [.init(offset: 0, position: span.start)] : ScalarWalk.anchors(of: text, style, at: cursor, end: end))
        let node = Node(content: .scalar(Scalar(placed: placed, style: style, span: span)), span: span, source: source)
        if let anchor { anchors[anchor] = Anchored(node: node) }
        return node
    }

    /// Goes to where a value itself begins, behind its `&anchor` and `!tag`.
    ///
    /// - Returns: Where the value begins, and where its tag stands.
    mutating func skipProperties(_ event: yaml_event_t, hasAny: Bool) -> (value: Position, tag: Span?) {
        cursor.advance(to: position(event.start_mark))
        guard hasAny else { return (cursor.position, nil) }
        var tag: Span?
        while true {
            while cursor.isBlank || cursor.isBreak { cursor.advance() }
            switch cursor.byte {
            case UInt8(ascii: "#"): while cursor.byte != nil, !cursor.isBreak { cursor.advance() }
            case UInt8(ascii: "&"), UInt8(ascii: "!"):
                let isTag = cursor.byte == UInt8(ascii: "!")
                let start = cursor.position
                cursor.advance()
                while let byte = cursor.byte, !cursor.isBlank, !cursor.isBreak, !",[]{}".utf8.contains(byte) {
                    cursor.advance()
                }
                if isTag { tag = Span(start, cursor.position) }
            default: return (cursor.position, tag)
            }
        }
    }

    func report(tag: String?, at span: Span?, _ findings: inout Findings) {
        guard let tag, let span else { return }
        let mended = source.line(span.start.line).flatMap { MendedLine($0).quotingRest(from: span.start.column) }
        findings.report(
            .yaml(
                at: span, in: source, "'\(tag)' is a tag to YAML, and tags mean nothing here",
                help: "delete it, or quote the text that it belongs to", mended: mended))
    }

    /// `subject: &copy 2026` is "2026" to YAML: a name that nobody uses is most likely text.
    func reportUnusedAnchors(_ findings: inout Findings) {
        for (name, anchored) in anchors where !anchored.isUsed {
            findings.report(
                .yaml(
                    .warning, .unusedAnchor, at: anchored.node.span, in: source,
                    "'&\(name)' before it names it for aliases, and no alias uses it",
                    help: "quote the text if the '&' is part of it, or delete the name"))
        }
    }
}
