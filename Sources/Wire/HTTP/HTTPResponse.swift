/// What an HTTP server answered, whether it was content or not.
package struct HTTPResponse: Sendable {
    /// Three digits: 200, 401, 503.
    package var status: Int
    /// In their order, values without the space around them; they may hold control characters.
    package var headers: [HTTPHeader]
    package var body: [UInt8]
    /// Whether the body had more bytes than may be read.
    package var isCut = false
    /// Whether a connection was made for it, where a kept one might have done.
    package var isOnNewConnection = false

    package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of a name, in whatever case.
    package subscript(name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}
