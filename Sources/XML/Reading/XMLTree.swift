internal import CLibxml2

/// Builds a document's tree from what libxml2 tells, within limits.
final class XMLTree {
    private let streamed: Set<String>
    private let limits: XMLLimits
    private let sink: (any XMLSink)?
    private var open: [XMLElement] = []
    /// The text of each open element; strings are made once, so that parts may end within a letter.
    private var texts: [[UInt8]] = []
    private var elements = 0
    private var held = 0
    private var streams = 0
    private(set) var root: XMLElement?
    private(set) var problem: XMLProblem?

    init(streaming streamed: Set<String>, to sink: (any XMLSink)?, limits: XMLLimits) {
        self.streamed = sink == nil ? [] : streamed
        self.sink = sink
        self.limits = limits
    }

    func begin(
        _ name: UnsafePointer<CChar>, _ space: UnsafePointer<CChar>?,
        _ attributes: UnsafeBufferPointer<router_xml_attribute>
    ) {
        guard problem == nil else { return }
        elements += 1
        guard open.count < limits.depth else {
            return fail(.tooLarge, "has more than \(limits.depth) elements in one another")
        }
        guard elements <= limits.elements else { return fail(.tooLarge, "has more than \(limits.elements) elements") }
        if let last = open.last, last.stream != nil {
            return fail(.malformed, "has an element in '\(last.name)', where only text may be")
        }
        var element = XMLElement(String(cString: name), namespace: space.map { String(cString: $0) } ?? "")
        for attribute in attributes {
            let key = String(cString: attribute.name)
            let bytes = UnsafeRawBufferPointer(start: attribute.value, count: Int(attribute.length))
            guard hold(bytes.count + key.utf8.count) else { return }
            if attribute.space == nil || element.attributes[key] == nil {
                element.attributes[key] = String(decoding: bytes, as: UTF8.self)
            }
        }
        // Somewhat more than what the element itself takes.
        guard hold(element.name.utf8.count + 16) else { return }
        if streamed.contains(element.name) {
            element.stream = streams
            streams += 1
            trySink { sink throws(XMLProblem) in try sink.begin(element.name, element.stream ?? 0) }
        }
        open.append(element)
        texts.append([])
    }

    func text(_ bytes: UnsafeRawBufferPointer) {
        guard problem == nil, let last = open.last else { return }
        if last.stream != nil {
            trySink { sink throws(XMLProblem) in try sink.text(bytes) }
        } else if hold(bytes.count) {
            texts[texts.count - 1].append(contentsOf: bytes)
        }
    }

    func end() {
        guard problem == nil, var element = open.popLast(), let text = texts.popLast() else { return }
        element.text = String(decoding: text, as: UTF8.self)
        if element.stream != nil { trySink { sink throws(XMLProblem) in try sink.end() } }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func fail(_ kind: XMLProblem.Kind, _ words: String) {
        if problem == nil { problem = XMLProblem(kind, words) }
    }

    private func hold(_ bytes: Int) -> Bool {
        held += bytes
        guard held <= limits.held else {
            fail(.tooLarge, "has more than \(limits.held) bytes beside its long texts")
            return false
        }
        return true
    }

    private func trySink(_ body: (any XMLSink) throws(XMLProblem) -> Void) {
        guard let sink else { return }
        do throws(XMLProblem) { try body(sink) } catch { problem = problem ?? error }
    }
}
