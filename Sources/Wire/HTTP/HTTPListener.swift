/// What libcurl's callbacks write an answer into.
final class HTTPListener {
    private(set) var headers: [HTTPHeader] = []
    private(set) var body: [UInt8] = []
    /// Why listening was given up.
    private(set) var excess: String?
    private var headSize = 0
    /// Whether the body was broken off at its limit, as it may be.
    private(set) var isCut = false
    private let bodyLimit: Int
    private let cutsBodies: Bool

    private let consumer: (any HTTPConsumer)?

    init(bodyLimit: Int, cutsBodies: Bool = false, consumer: (any HTTPConsumer)? = nil) {
        self.bodyLimit = bodyLimit
        self.cutsBodies = cutsBodies
        self.consumer = consumer
    }

    /// Whether the answer is of no more use to anybody.
    func isGivenUp() -> Bool {
        guard consumer?.isGivenUp == true else { return false }
        isCut = true
        return true
    }

    /// - Parameter line: One line of the head as it came.
    /// - Returns: `false` when the server has said more than it may.
    func addHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headSize += line.count
        guard headSize <= HTTPLimits.head else {
            excess = "the answer's head has more than \(HTTPLimits.head) bytes"
            return false
        }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // What came before was a 100 Continue or the like.
            headers = []
            consumer?.begin()
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...]
            headers.append(HTTPHeader(String(text[..<colon]), Self.trimmed(value)))
        }
        return true
    }

    func addBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let consumer {
            isCut = !consumer.take(bytes)
            return !isCut
        }
        guard bytes.count <= bodyLimit - body.count else {
            if cutsBodies {
                body.append(contentsOf: bytes.prefix(bodyLimit - body.count))
                isCut = true
                return false
            }
            excess = "the answer has more than \(bodyLimit) bytes"
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}
