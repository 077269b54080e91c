import Spool

/// What a call gets.
struct Answer: Sendable {
    enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// A letter as it goes out, streamed.
        case letter(StoredContent)
        /// A letter as it came, streamed, and how many bytes it has.
        case arrival(RawLetter, size: Int)
    }

    var status: Int
    var body: Body
    var type: String?
    var fields: [(name: String, value: String)] = []
    /// For the access log: a problem's code.
    var code: String?

    init(_ status: Int, _ body: Body = .none, type: String? = nil) {
        self.status = status
        self.body = body
        self.type = type
    }
}
