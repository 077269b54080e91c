internal import CLibxml2

/// Reads one XML document as it comes, in parts of any size; hostile ones come to no more than their limits.
///
/// There is no DTD, no entity beyond XML's own five, no network. Elements are known by their local names; the texts of chosen ones go to
/// a sink instead of the tree.
package struct XMLReader: ~Copyable {
    private let tree: XMLTree
    private let limits: XMLLimits
    private let visitor: UnsafeMutablePointer<router_xml_visitor>
    private let parser: OpaquePointer
    private var size = 0

    private static let isStarted: Void = router_xml_start()

    /// - Parameters:
    ///   - streamed: Local names of the elements whose text goes to the sink.
    ///   - sink: Without one nothing is streamed.
    ///   - limits: What the document may make us hold.
    /// - Throws: `resources` when there is no memory left.
    package init(
        streaming streamed: Set<String> = [], to sink: (any XMLSink)? = nil, limits: XMLLimits = XMLLimits()
    ) throws(XMLProblem) {
        _ = Self.isStarted
        tree = XMLTree(streaming: streamed, to: sink, limits: limits)
        self.limits = limits
        visitor = .allocate(capacity: 1)
        visitor.initialize(to: Self.visitor(of: tree))
        guard let parser = router_xml_open(visitor) else {
            visitor.deallocate()
            throw XMLProblem(.resources, "can't be read: there is no memory left")
        }
        self.parser = parser
    }

    deinit {
        router_xml_close(parser)
        visitor.deallocate()
    }

    /// Whether the root element has ended.
    package var isComplete: Bool { tree.root != nil }

    /// Reads the next part.
    package mutating func read(_ bytes: UnsafeRawBufferPointer) throws(XMLProblem) {
        size += bytes.count
        guard size <= limits.size else { throw XMLProblem(.tooLarge, "has more than \(limits.size) bytes") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.part))
            feed(part, isLast: false)
            rest = rest.dropFirst(part.count)
            if let problem = tree.problem { throw problem }
        }
    }

    package mutating func read(_ bytes: [UInt8]) throws(XMLProblem) {
        var problem: XMLProblem?
        bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) in
            do throws(XMLProblem) { try read(buffer) } catch { problem = error }
        }
        if let problem { throw problem }
    }

    /// Says that nothing follows.
    ///
    /// - Returns: The root element.
    /// - Throws: When the document is not whole.
    package consuming func finish() throws(XMLProblem) -> XMLElement {
        guard size > 0 else { throw XMLProblem(.malformed, "is empty") }
        if let problem = tree.problem { throw problem }
        feed(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        if let problem = tree.problem, problem.kind != .malformed || tree.root != nil { throw problem }
        guard let root = tree.root else { throw XMLProblem(.malformed, "ends too soon") }
        return root
    }

    /// Reads a whole document.
    package static func read(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLProblem) -> XMLElement {
        var reader = try XMLReader(limits: limits)
        try reader.read(bytes)
        return try reader.finish()
    }

    /// Small enough for limits to count before much is held.
    private static let part = 64 << 10

    private func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
        guard tree.problem == nil else { return }
        _ = router_xml_feed(
            parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
        if tree.problem != nil { router_xml_stop(parser) }
    }

    private static func visitor(of tree: XMLTree) -> router_xml_visitor {
        router_xml_visitor(
            // The reader holds the tree for as long as libxml2 knows it.
            context: Unmanaged.passUnretained(tree).toOpaque(),
            begin: { context, name, space, count, attributes in
                guard let name else { return }
                XMLReader.tree(context)?.begin(
                    name, space, UnsafeBufferPointer(start: attributes, count: Int(count)))
            },
            text: { context, bytes, length in
                XMLReader.tree(context)?.text(UnsafeRawBufferPointer(start: bytes, count: Int(length)))
            },
            end: { context in XMLReader.tree(context)?.end() },
            doctype: { context in
                XMLReader.tree(context)?.fail(.doctype, "has a DOCTYPE, which is never read")
            },
            problem: { context, line, message in
                XMLReader.tree(context)?.fail(.malformed, XMLReader.words(Int(line), message))
            })
    }

    private static func tree(_ context: UnsafeMutableRawPointer?) -> XMLTree? {
        context.map { Unmanaged<XMLTree>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func words(_ line: Int, _ message: UnsafePointer<CChar>?) -> String {
        let text = message.map { String(cString: $0) } ?? ""
        let shown = String(
            String.UnicodeScalarView(text.unicodeScalars.prefix(200).map { $0.value < 0x20 ? " " : $0 }))
        let place = line > 0 ? "line \(line): " : ""
        return "is no XML (\(place)\(shown.split(separator: " ").joined(separator: " ")))"
    }
}
