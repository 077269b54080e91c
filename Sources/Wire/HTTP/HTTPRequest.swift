/// What is asked of an HTTP server.
package struct HTTPRequest: Sendable {
    /// Such as `POST`.
    package var method: String
    /// `https://…`; `http://` only to this machine itself.
    package var url: String
    package var headers: [HTTPHeader]
    /// Empty for none.
    package var body: [UInt8]
    /// Whether a connection that was used before will do.
    ///
    /// A server may close such a one at any time, and then libcurl asks again over another: not for what must not be
    /// done twice.
    package var reusesConnection: Bool

    package init(
        _ method: String, _ url: String, headers: [HTTPHeader] = [], body: [UInt8] = [], reusesConnection: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.reusesConnection = reusesConnection
    }
}
