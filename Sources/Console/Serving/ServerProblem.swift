/// Why the HTTP server can't begin.
package struct ServerProblem: Error, Sendable {
    package enum Code: String, Sendable {
        case portInUse = "port-in-use"
        case notAllowed = "port-not-allowed"
        case noSuchAddress = "no-such-address"
        case certificate = "certificate-wrong"
        case other = "server-failed"
    }

    package var code: Code
    package var message: String
    package var help: String

    init(_ code: Code, _ message: String, help: String) {
        self.code = code
        self.message = message
        self.help = help
    }
}
