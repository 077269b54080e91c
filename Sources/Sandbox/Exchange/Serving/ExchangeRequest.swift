internal import XML

extension EWSCall {
    /// Understands a SOAP envelope.
    ///
    /// - Parameters:
    ///   - bytes: What came.
    ///   - user: Who has logged in.
    ///   - mailboxes: Where impersonated people are found.
    ///   - newest: The server's version.
    /// - Returns: The call.
    /// - Throws: What becomes a SOAP fault.
    static func read(
        _ bytes: [UInt8], _ user: SandboxUser, _ mailboxes: Mailboxes, newest: ExchangeVersion
    ) throws(EWSError) -> EWSCall {
        let envelope = try root(bytes)
        guard envelope.name == "Envelope", envelope.namespace == EWSEnvelope.soap else {
            throw .schema("the root is no Envelope of \(EWSEnvelope.soap).")
        }
        guard let request = envelope["Body"]?.children.first else { throw .schema("the Body is empty.") }
        guard request.namespace == EWSEnvelope.messages else {
            throw .schema("'\(request.name)' is not of the namespace \(EWSEnvelope.messages).")
        }
        let header = envelope["Header"]
        let asked = header?["RequestServerVersion"]?.attributes["Version"]
        guard let version = asked.map({ ExchangeVersion(rawValue: $0) }) ?? .exchange2007, version <= newest else {
            throw EWSError(
                "ErrorInvalidServerVersion", "The specified server version '\(asked ?? "")' is invalid.")
        }
        let actor = try header?["ExchangeImpersonation"].map { element throws(EWSError) in
            try Self.actor(element, user, mailboxes)
        }
        return EWSCall(name: request.name, request: request, user: user, actor: actor ?? user, version: version)
    }

    private static func root(_ bytes: [UInt8]) throws(EWSError) -> XMLElement {
        var limits = XMLLimits()
        // A letter in base64 is held as a whole: it comes from the same machine.
        limits.held = ExchangeServer.longestRequest
        do throws(XMLProblem) {
            return try XMLReader.read(bytes, limits: limits)
        } catch {
            throw .schema("the request \(error.words).")
        }
    }

    private static func actor(
        _ element: XMLElement, _ user: SandboxUser, _ mailboxes: Mailboxes
    ) throws(EWSError) -> SandboxUser {
        let identity = element["ConnectingSID"]?.children.first
        guard let name = identity?.trimmed, !name.isEmpty else {
            throw EWSError("ErrorInvalidExchangeImpersonationHeaderData", "ConnectingSID names nobody.")
        }
        guard user.mayImpersonate else {
            throw EWSError(
                "ErrorImpersonateUserDenied",
                "The account does not have permission to impersonate the requested user.")
        }
        let found =
            switch identity?.name {
            case "PrimarySmtpAddress", "SmtpAddress": mailboxes.user(address: name)
            case "PrincipalName": mailboxes.user(login: name)
            default: nil as SandboxUser?
            }
        guard let found else { throw .noMailbox }
        return found
    }
}
