internal import XML

/// One request as it was understood.
struct EWSCall: Sendable {
    /// The operation: `GetFolder`.
    var name: String
    var request: XMLElement
    /// Who has logged in.
    var user: SandboxUser
    /// In whose name it is done: another than `user` when that one impersonates.
    var actor: SandboxUser
    /// What the client asked for.
    var version: ExchangeVersion
}
