/// How the sandbox's Exchange misbehaves when it is told to.
package enum ExchangeFault: Hashable, Sendable {
    /// ErrorServerBusy as a SOAP fault in an HTTP 500.
    case busyFault(milliseconds: Int)
    /// ErrorServerBusy in each response message of an HTTP 200.
    case busyMessage(milliseconds: Int)
    /// ErrorServerBusy within ErrorInternalServerError.
    case busyInside(milliseconds: Int)
    /// A response code of one's choice in each response message.
    case code(String)
    /// A SOAP fault of one's choice in an HTTP 500.
    case fault(String)
    /// A bare HTTP status, with `Retry-After` where seconds are given.
    case status(Int, retryAfter: Int?)
    /// The connection is closed, and nothing was done.
    case dropBefore
    /// The connection is closed without an answer, and all was done.
    case dropAfter
    /// The answer ends in its middle, with the connection.
    case truncated
    /// The answer comes after this long.
    case slow(Duration)
    /// A log-in page instead of XML, with HTTP 200.
    case page
    /// An HTTP 302 to a log-in page.
    case redirect

    /// Whether the request is not even looked at.
    var isBefore: Bool {
        switch self {
        case .dropAfter, .truncated, .slow: false
        default: true
        }
    }
}
