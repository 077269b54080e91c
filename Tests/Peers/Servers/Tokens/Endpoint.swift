extension TokenServer {
    /// The paths at which a ``TokenServer`` answers, as far as it can be told to answer badly there.
    package enum Endpoint: String, Sendable {
        case token = "/token"
        case deviceCode = "/devicecode"
        case introspection = "/introspect"
    }
}
