import Attributes

/// Something that the API does: where, for whom, what it takes and what comes back.
///
/// Calls are found, checked and documented by these declarations alone.
struct Operation: Sendable {
    enum Input: Sendable {
        /// A body is not looked at.
        case none
        /// Attributes of a route: JSON, or a form with files.
        case attributes
        /// A small JSON object: the name of its schema.
        case object(String)

        /// Bytes of a small object.
        static let largestObject = 65_536

        var isRead: Bool {
            if case .none = self { false } else { true }
        }

        var types: [String] {
            switch self {
            case .none: []
            case .attributes: ["application/json", "multipart/form-data"]
            case .object: ["application/json"]
            }
        }
    }

    /// An answer that is no problem.
    struct Outcome: Sendable {
        var status: Int
        var summary: String
        var type = "application/json"
        /// The name of its schema; `nil` for what is no JSON.
        var schema: String?
        /// Headers that it has: a name, and what it says.
        var headers: [(name: String, summary: String)] = []
    }

    /// As OpenAPI calls it.
    var id: String
    var method: String
    /// `/v1/routes/{route}/messages`.
    var path: String
    var summary: String
    /// `nil` when no token is needed.
    var scope: Scope?
    var parameters: [Parameter] = []
    var input = Input.none
    var outcomes: [Outcome]
    /// What else can come, beside what any call can get.
    var problems: [Int] = []
    var perform: @Sendable (API, Call) async throws(Problem) -> Answer

    var segments: [Substring] { path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) }

    /// The types that its answers come in.
    var types: [String] { outcomes.map(\.type) }

    /// What a path has in its place of each `{name}`; `nil` when the path is another one.
    func match(_ segments: [String]) -> [String: String]? {
        let own = self.segments
        guard own.count == segments.count else { return nil }
        var captures: [String: String] = [:]
        for (part, segment) in zip(own, segments) {
            if part.hasPrefix("{") {
                guard !segment.isEmpty else { return nil }
                captures[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return captures
    }
}
