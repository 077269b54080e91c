/// What libcurl's callbacks write an answer into.
final class HTTPListener {
    private(set) var headers: [HTTPHeader] = []
    private(set) var body: [UInt8] = []
    /// Why listening was given up.
    private(set) var excess: String?
    private var headSize = 0
    /// Whether an answer that is no success was broken off, enough of it being there.
    private(set) var isCut = false
    private var isSuccess = false
    private let bodyLimit: Int
    private let errorLimit: Int?

    init(bodyLimit: Int, errorLimit: Int? = nil) {
        self.bodyLimit = bodyLimit
        self.errorLimit = errorLimit
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
            // HTTP/1.1 204 No Content
            isSuccess = text.split(separator: " ").dropFirst().first?.first == "2"
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...]
            headers.append(HTTPHeader(String(text[..<colon]), Self.trimmed(value)))
        }
        return true
    }

    func addBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let errorLimit, !isSuccess, bytes.count > errorLimit - body.count {
            body.append(contentsOf: bytes.prefix(errorLimit - body.count))
            isCut = true
            return false
        }
        guard bytes.count <= bodyLimit - body.count else {
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
