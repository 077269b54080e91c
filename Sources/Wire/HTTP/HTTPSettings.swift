/// How to reach an HTTP server.
package struct HTTPSettings: Sendable {
    package var tls: TLSSettings
    /// The only one: the environment's proxies are never used.
    ///
    /// What is asked of this machine itself over `http://` goes through none.
    package var proxy: Proxy?
    /// For the connection and its encryption.
    package var opening: Duration
    /// For a request from its beginning to the last byte of the answer.
    package var whole: Duration
    /// The most bytes of an answer's body.
    package var bodyLimit: Int
    /// Whether a body with more bytes is cut there, and the answer says so; else it is an error.
    package var cutsBodies: Bool
    /// Whether `http://` may go to other machines.
    package var allowsClearText: Bool

    package init(
        tls: TLSSettings = TLSSettings(), proxy: Proxy? = nil, opening: Duration = .seconds(30),
        whole: Duration = .seconds(60), bodyLimit: Int = HTTPLimits.body, cutsBodies: Bool = false,
        allowsClearText: Bool = false
    ) {
        self.tls = tls
        self.proxy = proxy
        self.opening = opening
        self.whole = whole
        self.bodyLimit = bodyLimit
        self.cutsBodies = cutsBodies
        self.allowsClearText = allowsClearText
    }
}
