package import Attributes

extension HTTPResponse {
    /// Seconds that Retry-After asks for (RFC 9110 section 10.2.3), by the server's own clock where it tells that.
    ///
    /// - Parameters:
    ///   - now: By our clock.
    ///   - limit: However long it asks for, no more is believed.
    /// - Returns: `nil` when it does not ask, or not in the words of HTTP.
    package func retryAfter(_ now: Instant, atMost limit: Int64) -> Int64? {
        guard let text = self["Retry-After"] else { return nil }
        let clock = self["Date"].flatMap(TokenReply.date) ?? now.seconds
        guard let seconds = Int64(text) ?? TokenReply.date(text).map({ $0 - clock }) else { return nil }
        return max(0, min(seconds, limit))
    }
}
