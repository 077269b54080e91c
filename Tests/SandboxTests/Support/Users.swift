import Diagnostics
import Sandbox

extension SandboxUser {
    static let desk = SandboxUser(
        login: "desk", password: Secret("open"), name: "Support Desk",
        addresses: ["desk@example.com", "help@example.com"])
    static let ann = SandboxUser(
        login: "ann", password: Secret("sesame"), name: "Ann Example", addresses: ["ann@example.com"])
}

extension SandboxUser.ID: ExpressibleByStringLiteral {
    /// The login itself.
    public init(stringLiteral text: String) { self.init(text) }
}
