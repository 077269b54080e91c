/// What a token's bearer may do.
package enum Scope: String, Sendable, CaseIterable {
    /// Submit messages.
    case send
    /// See messages, arrivals, routes, connections and figures.
    case read
    /// Retry and cancel messages; retry, link and mark arrivals.
    case decide
    /// All of these, and try connections.
    case admin

    /// What it allows, for help.
    package var meaning: String {
        switch self {
        case .send: "submit messages"
        case .read: "see messages, arrivals, routes, connections and figures"
        case .decide: "retry and cancel messages; retry, link and mark arrivals"
        case .admin: "everything, trying connections too"
        }
    }
}
