import CLibyaml
import Diagnostics

/// A mapping or list whose end has not come yet.
struct OpenCollection {
    private let isMapping: Bool
    private let isFlow: Bool
    let anchor: String?
    let tag: String?
    private let source: Source
    private var start: Position
    private var items: [Node] = []
    private var pairs: [Node.Pair] = []
    private var lines: [String: Int] = [:]
    private var key: Scalar?
    private var weight = 1

    init(_ event: yaml_event_t, source: Source) {
        self.source = source
        start = Position(line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
        isMapping = event.type == YAML_MAPPING_START_EVENT
        // The event is a union: the two starts differ only in their styles' names.
        let mapping = event.data.mapping_start
        let sequence = event.data.sequence_start
        anchor = (isMapping ? mapping.anchor : sequence.anchor).map { String(cString: $0) }
        tag = (isMapping ? mapping.tag : sequence.tag).map { String(cString: $0) }
        isFlow =
            isMapping ? mapping.style == YAML_FLOW_MAPPING_STYLE : sequence.style == YAML_FLOW_SEQUENCE_STYLE
    }

    func starting(at place: Position) -> Self {
        var copy = self
        copy.start = place
        return copy
    }

    /// Adds a key, a value or an item; a key that stands there already is reported, and its value left out.
    ///
    /// - Returns: Whether the node can stand there: a key must be a text.
    mutating func add(_ node: Node, _ findings: inout Findings) -> Bool {
        weight += node.weight
        guard isMapping else {
            items.append(node)
            return true
        }
        guard let known = key else {
            key = node.scalar
            return key != nil
        }
        key = nil
        if known.text == "<<", known.style == .plain {
            report(
                .yamlSyntax, known, "'<<' merges nothing here: router reads no merge keys",
                "write the keys out, or repeat a whole value with an alias", &findings)
        } else if let line = lines[known.text] {
            report(
                .duplicateKey, known, "'\(known.text)' stands here a second time; the first is in line \(line)",
                "keep one of them", &findings)
        } else {
            lines[known.text] = known.span.start.line
            pairs.append(Node.Pair(key: known, value: node))
        }
        return true
    }

    private func report(
        _ code: Diagnostic.Code, _ key: Scalar, _ message: String, _ help: String, _ findings: inout Findings
    ) {
        findings.report(.yaml(.error, code, at: key.span, in: source, message, help: help))
    }

    /// The whole; its end is behind the closing bracket, or where the last value of a block ends, which libyaml does not tell.
    func node(end: Position) -> Node {
        let last = isMapping ? pairs.last?.value.span.end : items.last?.span.end
        var node = Node(
            content: isMapping ? .mapping(pairs) : .sequence(items), span: Span(start, isFlow ? end : last ?? start),
            source: source, isFlow: isFlow)
        node.weight = weight
        return node
    }
}
