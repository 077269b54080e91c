/// What a server says about where a mailbox is.
enum AutodiscoverAnswer: Hashable, Sendable {
    /// The URL of Exchange Web Services; from outside, where two are told.
    case url(String)
    /// Ask there.
    case redirect(String)
    /// Ask for that address.
    case address(String)
    case refused(String)
}
