/// `unknown:` of a route: what to do with a letter whose outcome can't be known.
package enum UnknownPolicy: String, Sendable, CaseIterable {
    /// Ask a person: the letter may have arrived.
    case hold
    /// Send it again: it may arrive twice.
    case retry
}
