import Attributes
import Diagnostics
import Spool

/// The beginning of an id, by which somebody names what it belongs to.
struct IDPrefix {
    /// So many characters of an id are its time to a minute; fewer mean nothing.
    static let leastLength = 8
    /// So many are told of when a beginning is that of several.
    private static let toldCandidates = 5

    private let text: String
    private let digits: String
    /// The id right before the first that can begin so.
    private let before: UUIDv7

    /// `nil` for what no id begins with.
    init?(_ text: String) {
        digits = text.lowercased().filter { $0 != "-" }
        guard digits.count >= Self.leastLength, digits.count < 32,
            digits.allSatisfy({ $0.isHexDigit && $0.isASCII }), let before = Self.greatestID(below: digits)
        else { return nil }
        self.text = text
        self.before = before
    }

    /// The one row whose id begins so: ids sort by their text, so those with a beginning stand together.
    ///
    /// - Returns: `nil` when there is none.
    /// - Throws: That there are several.
    func find<Row: Listed>(
        _ fetch: (Page) async throws(SpoolProblem) -> [Row]
    ) async throws(CommandFailure) -> Row? {
        let page = Page(.oldest, limit: Self.toldCandidates + 1, behind: before)
        let candidates = try await onSpool { () async throws(SpoolProblem) in try await fetch(page) }
            .filter { $0.id.description.filter { $0 != "-" }.hasPrefix(digits) }
        guard candidates.count > 1 else { return candidates.first }
        throw Self.ambiguous(candidates.map(\.id), "several ids begin with '\(Visible.shortened(text, to: 80))'")
    }

    /// Several are meant by what somebody wrote.
    static func ambiguous(
        _ ids: [UUIDv7], _ words: String, help: String = "write more of it"
    ) -> CommandFailure {
        let told = ids.prefix(toldCandidates).map(\.description).joined(separator: ", ")
        return CommandFailure(
            .usage, "ambiguous-id", words, help: "\(help): \(told)\(ids.count > toldCandidates ? " …" : "")")
    }

    /// `nil` for zeros, which no id begins with.
    private static func greatestID(below digits: String) -> UUIDv7? {
        let padded = digits + String(repeating: "0", count: 32 - digits.count)
        guard let high = UInt64(padded.prefix(16), radix: 16), let low = UInt64(padded.suffix(16), radix: 16) else {
            return nil
        }
        guard low == 0 else { return UUIDv7(high: high, low: low - 1) }
        return high == 0 ? nil : UUIDv7(high: high - 1, low: .max)
    }
}
