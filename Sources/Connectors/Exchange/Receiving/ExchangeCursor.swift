internal import Attributes
internal import Connecting

/// From where to look next in a folder.
///
/// First all letters that are not acknowledged are listed, by the moment they came; behind them the folder's own changes count, from the
/// moment on when the list was begun.
struct ExchangeCursor: Hashable, Sendable {
    /// The server's own cursor, by which it tells what is new.
    var state: String
    /// How far the list is; `nil` when all of it was seen.
    var listed: Listed?

    struct Listed: Hashable, Sendable {
        /// When the last one came, as the server wrote it; blank for the beginning.
        var time: String
        /// Which of those that came at that time were seen, shortened.
        var seen: [String]
    }

    private static let mark = "ews1"

    init(state: String, listed: Listed? = nil) {
        self.state = state
        self.listed = listed
    }

    /// - Returns: `nil` for what is no cursor of ours.
    init?(_ text: String) {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == Self.mark else { return nil }
        state = String(parts[1])
        if parts.count >= 4 {
            listed = Listed(time: String(parts[2]), seen: parts[3].split(separator: ",").map(String.init))
        }
    }

    var text: String {
        var parts = [Self.mark, state]
        if let listed { parts += [listed.time, listed.seen.joined(separator: ",")] }
        return parts.joined(separator: "\n")
    }

    /// Item ids are long, and a cursor is not to be.
    static func short(_ id: EWSItemID) -> String {
        SHA256.digest(Array(id.id.utf8)).prefix(6).map { String($0, radix: 36) }.joined(separator: ".")
    }
}
