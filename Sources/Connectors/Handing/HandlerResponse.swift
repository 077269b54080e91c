internal import Attributes
internal import Connecting

/// What a handler says to a message that it has taken.
enum HandlerResponse {
    /// More is no answer.
    static let limit = 1_000_000

    /// Makes an answer of what was said: a JSON object is the response, and anything else is none.
    ///
    /// - Parameters:
    ///   - words: `200 OK`, `exit 0`.
    ///   - bytes: At most `limit`.
    /// - Returns: The words, which also say when JSON was meant and is none.
    static func answer(_ words: String, _ bytes: [UInt8]) -> HandlerAnswer {
        // A byte order mark may stand before it.
        let first = bytes.first { !$0.isSpace && ![0xEF, 0xBB, 0xBF].contains($0) }
        guard first == UInt8(ascii: "{") else { return HandlerAnswer(words: words) }
        do throws(JSONError) {
            return HandlerAnswer(words: words, response: try JSON.read(bytes))
        } catch {
            return HandlerAnswer(words: "\(words), and a response that is not JSON")
        }
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
