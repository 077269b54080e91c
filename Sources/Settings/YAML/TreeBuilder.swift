import CLibyaml
import Diagnostics

/// Builds nodes from libyaml's events.
struct TreeBuilder: ~Copyable {
    let source: Source
    let input: UnsafeMutableBufferPointer<UInt8>
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// Where the last scalar began.
    var cursor: SourceCursor
    var anchors: [String: Anchored] = [:]
    private var open: [OpenCollection] = []
    private var count = 0

    /// A value with a name that aliases repeat.
    struct Anchored {
        var node: Node
        var isUsed = false
    }

    init(_ source: Source) {
        self.source = source
        let count = source.text.utf8.count
        // The parser keeps a pointer to its input until it is done.
        input = .allocate(capacity: max(count, 1))
        _ = input.initialize(from: source.text.utf8)
        cursor = SourceCursor(UnsafeBufferPointer(start: UnsafePointer(input.baseAddress), count: count))
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_input_string(parser, input.baseAddress, count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
        input.deallocate()
    }

    /// - Returns: The document's root, or `nil` when there is none or it is broken, which was reported.
    mutating func build(_ findings: inout Findings) -> Node? {
        guard !CharacterScan.reports(source, cursor.bytes, &findings) else { return nil }
        do throws(Diagnostic) {
            let root = try read(&findings)
            reportUnusedAnchors(&findings)
            return root
        } catch {
            findings.report(error)
            return nil
        }
    }

    private mutating func read(_ findings: inout Findings) throws(Diagnostic) -> Node? {
        var root: Node?
        var documents = 0
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
                    throw problem(
                        event, "a second document begins here",
                        "one file declares one thing: move what follows '---' to a file of its own")
                }
            case YAML_MAPPING_START_EVENT, YAML_SEQUENCE_START_EVENT: try begin(event, &findings)
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: finished = end(event, &findings)
            case YAML_SCALAR_EVENT: finished = scalar(event, &findings)
            case YAML_ALIAS_EVENT: finished = try alias(event)
            default: break
            }
            guard let finished else { continue }
            // An alias stands for as many nodes as what it repeats.
            count += finished.scalar != nil || event.type == YAML_ALIAS_EVENT ? finished.weight : 1
            guard count <= YAMLLimits.nodes else {
                throw problem(
                    event, "the file holds more than \(YAMLLimits.nodes) values",
                    "split it; what aliases ('*') repeat counts each time")
            }
            if open.isEmpty { root = finished } else { try add(finished, &findings) }
        }
    }

    private mutating func begin(_ event: yaml_event_t, _ findings: inout Findings) throws(Diagnostic) {
        guard open.count < YAMLLimits.depth else {
            throw problem(
                event, "more than \(YAMLLimits.depth) mappings and lists stand within each other",
                "nothing in a workspace is that deep: look for brackets or indentation by mistake")
        }
        let collection = OpenCollection(event, source: source)
        let place = skipProperties(
            event, hasAny: collection.anchor != nil || collection.tag != nil)
        report(tag: collection.tag, at: place.tag, &findings)
        open.append(collection.starting(at: place.value))
    }

    private mutating func end(_ event: yaml_event_t, _ findings: inout Findings) -> Node? {
        guard let done = open.popLast() else { return nil }
        let node = done.node(end: position(event.end_mark))
        if let anchor = done.anchor { anchors[anchor] = Anchored(node: node) }
        return node
    }

    private mutating func alias(_ event: yaml_event_t) throws(Diagnostic) -> Node {
        let anchor = String(cString: event.data.alias.anchor)
        guard var node = anchors[anchor]?.node else {
            let mended = source.line(position(event.start_mark).line).flatMap {
                MendedLine($0).quotingRest(from: position(event.start_mark).column)
            }
            let suggestion = Suggestion.help(for: anchor, among: anchors.keys)
            throw Diagnostic.yaml(
                at: span(event), in: source, "'*\(anchor)' refers to nothing",
                help: suggestion ?? "quote the text if the star is meant", mended: suggestion == nil ? mended : nil)
        }
        anchors[anchor]?.isUsed = true
        node.span = span(event)
        return node
    }

    private mutating func add(_ node: Node, _ findings: inout Findings) throws(Diagnostic) {
        let top = open.count - 1
        guard open[top].add(node, &findings) else {
            throw Diagnostic.yaml(
                at: node.span, in: source, "a key must be a text, but this is \(node.kind)",
                help: "quote it if the brackets are meant as text")
        }
    }

    private func problem(_ event: yaml_event_t, _ message: String, _ help: String) -> Diagnostic {
        .yaml(at: span(event), in: source, message, help: help)
    }

    func span(_ event: yaml_event_t) -> Span { Span(position(event.start_mark), position(event.end_mark)) }

    func position(_ mark: yaml_mark_t) -> Position { Position(line: Int(mark.line) + 1, column: Int(mark.column) + 1) }
}
