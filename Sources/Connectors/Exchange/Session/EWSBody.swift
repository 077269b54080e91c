internal import Wire
internal import XML

/// Takes an answer as it comes: as XML while it is some, and its first bytes for when it is none.
final class EWSBody: HTTPConsumer {
    private let makeReader: () throws(XMLProblem) -> XMLReader
    private var reader: XMLReader?
    private(set) var problem: XMLProblem?
    /// What a page says that should have been XML.
    private(set) var head: [UInt8] = []
    /// What the server tells of itself; known once it is finished.
    private(set) var server: EWSServerVersion?
    private static let headSize = 4_096

    /// - Parameters:
    ///   - streamed: The elements whose text goes to the sink.
    ///   - sink: Where letters go.
    init(streaming streamed: Set<String>, to sink: (any XMLSink)?) {
        var limits = XMLLimits()
        limits.size = sink == nil ? EWSLimits.answer : EWSLimits.letters
        makeReader = { [limits] () throws(XMLProblem) in try XMLReader(streaming: streamed, to: sink, limits: limits) }
    }

    let isGivenUp = false

    func begin() {
        reader = nil
        problem = nil
        head = []
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if head.count < Self.headSize { head += bytes.prefix(Self.headSize - head.count) }
        guard problem == nil else { return head.count < Self.headSize }
        do throws(XMLProblem) {
            if reader == nil { reader = try makeReader() }
            try reader?.read(bytes)
        } catch {
            problem = error
        }
        return true
    }

    /// The root element.
    func finish() throws(XMLProblem) -> XMLElement {
        if let problem { throw problem }
        guard let reader = reader.take() else { throw XMLProblem(.malformed, "is empty") }
        let root = try reader.finish()
        server = EWSServerVersion(root["Header"])
        return root
    }
}
