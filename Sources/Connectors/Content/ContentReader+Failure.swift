internal import Connecting
internal import MIME

extension ContentReader {
    /// The next bytes, never none; `nil` at the end.
    ///
    /// - Throws: `fileUnreadable`; what came before it then is no letter.
    mutating func chunk() throws(Failure) -> [UInt8]? {
        do throws(ContentProblem) {
            return try next()
        } catch {
            throw Failure(error)
        }
    }
}
