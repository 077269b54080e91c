import CLibyaml
import Diagnostics

/// Builds nodes from libyaml's events.
struct TreeBuilder: ~Copyable {
    private let source: Source
    private let bytes: [UInt8]
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private var anchors: [String: Node] = [:]
    private var open: [Open] = []
    private var count = 0

    /// A mapping or list whose end has not come yet.
    private struct Open {
        var start: Span
        var isFlow: Bool
        var anchor: String?
        var items: [Node] = []
        var pairs: [Node.Pair] = []
        var key: Scalar?
        var isMapping: Bool
        var weight = 1
    }

    init(_ source: Source) {
        self.source = source
        bytes = Array(source.text.utf8)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
    }

    /// - Returns: The document's root, or `nil` when there is none.
    mutating func build() throws(Diagnostic) -> Node? {
        var root: Node?
        var documents = 0
        // The parser keeps a pointer to its input until it is done.
        let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        defer { input.deallocate() }
        _ = input.initialize(from: bytes)
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) != 0 else {
                throw SyntaxProblem(parser.pointee, in: source).diagnostic
            }
            defer { yaml_event_delete(&event) }
            var finished: Node?
            switch event.type {
            case YAML_STREAM_END_EVENT: return root
            case YAML_DOCUMENT_START_EVENT:
                documents += 1
                if documents > 1 {
                    throw Diagnostic(
                        .error, .yamlSyntax, at: span(event), in: source, "a second document begins here",
                        help: "one file declares one thing: move what follows '---' to a file of its own")
                }
            case YAML_MAPPING_START_EVENT:
                let start = event.data.mapping_start
                try begin(event, anchor: start.anchor, isMapping: true, isFlow: start.style == YAML_FLOW_MAPPING_STYLE)
            case YAML_SEQUENCE_START_EVENT:
                let start = event.data.sequence_start
                try begin(
                    event, anchor: start.anchor, isMapping: false, isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE)
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: finished = end(event)
            case YAML_SCALAR_EVENT: finished = scalar(event)
            case YAML_ALIAS_EVENT: finished = try alias(event)
            default: break
            }
            if let finished {
                count += finished.scalar == nil ? 1 : finished.weight
                if count > YAMLLimits.nodes || finished.weight > YAMLLimits.nodes { throw tooMany(event) }
                if open.isEmpty { root = finished } else { try add(finished) }
            }
        }
    }

    private mutating func begin(
        _ event: yaml_event_t, anchor: UnsafeMutablePointer<yaml_char_t>?, isMapping: Bool, isFlow: Bool
    ) throws(Diagnostic) {
        guard open.count < YAMLLimits.depth else {
            throw Diagnostic(
                .error, .yamlSyntax, at: span(event), in: source,
                "more than \(YAMLLimits.depth) mappings and lists stand within each other",
                help: "nothing in a workspace is that deep: look for brackets or indentation by mistake")
        }
        open.append(Open(start: span(event), isFlow: isFlow, anchor: name(anchor), isMapping: isMapping))
    }

    private mutating func end(_ event: yaml_event_t) -> Node? {
        guard let done = open.popLast() else { return nil }
        let end = done.isFlow ? position(event.end_mark) : lastEnd(of: done)
        var node = Node(
            content: done.isMapping ? .mapping(done.pairs) : .sequence(done.items),
            span: Span(done.start.start, end), source: source, isFlow: done.isFlow)
        node.weight = done.weight
        if let anchor = done.anchor { anchors[anchor] = node }
        return node
    }

    /// A block ends where its last value ends; libyaml tells of the next token instead.
    private func lastEnd(of done: Open) -> Position {
        done.isMapping ? done.pairs.last?.value.span.end ?? done.start.end : done.items.last?.span.end ?? done.start.end
    }

    private mutating func scalar(_ event: yaml_event_t) -> Node {
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
        let span = span(event)
        let placed = ScalarPlacing(text: text, style: style, span: span, in: source, bytes: bytes).placed()
        let node = Node(
            content: .scalar(Scalar(placed: placed, style: style, span: span)), span: span, source: source)
        if let anchor = name(data.anchor) { anchors[anchor] = node }
        return node
    }

    private func alias(_ event: yaml_event_t) throws(Diagnostic) -> Node {
        let anchor = name(event.data.alias.anchor) ?? ""
        guard var node = anchors[anchor] else {
            throw Diagnostic(
                .error, .yamlSyntax, at: span(event), in: source, "'*\(anchor)' refers to nothing",
                help: Suggestion.help(for: anchor, among: anchors.keys)
                    ?? "declare it above with '&\(anchor)', or quote the value if the star is meant")
        }
        node.span = span(event)
        return node
    }

    private mutating func add(_ node: Node) throws(Diagnostic) {
        let top = open.count - 1
        open[top].weight += node.weight
        guard open[top].weight <= YAMLLimits.nodes else {
            throw Diagnostic(
                .error, .yamlSyntax, at: node.span, in: source,
                "the aliases expand to more than \(YAMLLimits.nodes) values",
                help: "write the values out instead of repeating them through '*'")
        }
        guard open[top].isMapping else { return open[top].items.append(node) }
        if let key = open[top].key {
            open[top].pairs.append(Node.Pair(key: key, value: node))
            open[top].key = nil
        } else if let key = node.scalar {
            open[top].key = key
        } else {
            throw Diagnostic(
                .error, .yamlSyntax, at: node.span, in: source, "a key must be a text, but this is \(node.kind)",
                help: "quote the value if the brackets are meant as text")
        }
    }

    private func tooMany(_ event: yaml_event_t) -> Diagnostic {
        Diagnostic(
            .error, .yamlSyntax, at: span(event), in: source, "the file holds more than \(YAMLLimits.nodes) values",
            help: "split it")
    }

    private func name(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private func span(_ event: yaml_event_t) -> Span {
        Span(position(event.start_mark), position(event.end_mark))
    }

    private func position(_ mark: yaml_mark_t) -> Position {
        Position(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
