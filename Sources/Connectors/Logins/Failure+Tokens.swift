internal import Connecting
internal import Wire

extension Failure {
    /// Why there is no token; `nil` for an error that has nothing to do with tokens.
    init?(token error: WireError, login: String) {
        let login = PlainText.printable(login)
        switch error.kind {
        case .tokenRefused:
            self.init(
                .authenticationRefused, .never, "there is no token for the login '\(login)': \(error.detail)",
                help: error.remedy ?? "check the values of auth:, or grant access again")
        case .tokenUnavailable:
            let wait = error.retryAfter.map { "try again in \($0) s" }
            self.init(
                .notNow, .again, "there is no token for the login '\(login)' now: \(error.detail)",
                help: error.remedy ?? wait ?? "try again in some minutes; check the way to the token's server")
        default: return nil
        }
    }
}
