internal import Diagnostics
internal import Settings
internal import Wire

/// `auth: {type: windows, …}`: a Windows account, by a Kerberos ticket (GSSAPI) or its password (NTLM).
///
///     auth: {type: windows, domain: CORP, username: robot, password: "${env:P}"}
///     auth: {type: windows, username: robot@EXAMPLE.COM}
///     auth: {type: windows, username: robot@EXAMPLE.COM, keytab: secrets/robot.keytab}
struct WindowsLogin: Sendable {
    var username: String
    /// `robot@EXAMPLE.COM`, for Kerberos; `nil` where the name has no realm.
    var principal: String?
    var password: Secret?
    /// As written.
    var keytab: String?

    private static let username = Field<String>(
        "username", "Who logs in: robot beside 'domain', CORP\\robot, or robot@EXAMPLE.COM")
    private static let domain = Field<String?>("domain", "The account's Windows domain", default: nil)
    private static let password = Field<Secret?>(
        "password", "The password, as ${env:NAME} or ${file:path}; without one a Kerberos ticket is needed",
        default: nil)
    private static let keytab = Field<String?>(
        "keytab", "A file with the account's Kerberos keys, to get tickets with", default: nil,
        shown: "the caller's tickets, as kinit leaves them")

    static let shape = Shape("auth", [LoginSetting.type, username, domain, password, keytab])

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        guard let name = name(reading, &reader) else { return nil }
        let password = reading[password]
        if let password, !password.reveal().utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            return reader.report(
                reading.node(of: Self.password) ?? node, .badPassword,
                "the password has other than ASCII letters, digits and signs, and NTLM of libcurl takes no others",
                help: "give the account another password, or log in with Kerberos: keytab: instead of password:")
        }
        let keytab = reading[keytab]
        let principal = principal(of: name, in: reading[domain])
        if principal == nil, password == nil || keytab != nil {
            return reader.report(
                reading.node(of: username) ?? node, .missingValue, "a Kerberos ticket is for a name with its realm",
                help: "write 'username: \(keytab == nil ? "robot@EXAMPLE.COM' or a password" : "robot@EXAMPLE.COM'")")
        }
        return Self(username: name, principal: principal, password: password, keytab: keytab)
    }

    /// `CORP\robot` or `robot@corp.example`, as NTLM takes them.
    private static func name(_ reading: Reading, _ reader: inout Reader) -> String? {
        let written = reading[username]
        let place = reading.node(of: username) ?? reading.node
        guard !written.isEmpty else {
            return reader.report(
                place, .missingValue, "nobody is named",
                help: "write {type: windows, domain: CORP, username: robot, password: \"${env:SMTP_PASSWORD}\"}")
        }
        guard let domain = reading[domain], !domain.isEmpty else { return written }
        guard written.contains("\\") || written.contains("@") else { return "\(domain)\\\(written)" }
        guard
            written.lowercased().hasPrefix(domain.lowercased() + "\\")
                || written.lowercased().hasSuffix("@" + domain.lowercased())
        else {
            return reader.report(
                reading.node(of: Self.domain) ?? place, .keysTogether, "'username' names a domain already",
                help: "delete 'domain', or write the name alone: username: robot")
        }
        return written
    }

    /// A domain that looks like one of the DNS is the realm, in capitals.
    private static func principal(of name: String, in domain: String?) -> String? {
        if let at = name.lastIndex(of: "@") {
            // Realms know capitals; Active Directory's are always so.
            let realm = name[name.index(after: at)...]
            return realm.isEmpty || at == name.startIndex ? nil : "\(name[..<at])@\(realm.uppercased())"
        }
        guard let stroke = name.firstIndex(of: "\\") else { return nil }
        let realm = name[..<stroke]
        return realm.contains(".") ? "\(name[name.index(after: stroke)...])@\(realm.uppercased())" : nil
    }

    // The closure makes the keytab's path absolute.
    func login(_ path: (String) -> String) -> Login {
        let tickets = principal.map { Tickets(principal: $0, keytab: keytab.map(path)) }
        return Login(username: username, proof: .windows(password: password, tickets: tickets))
    }
}

extension Diagnostic.Code {
    static let badPassword = Self(rawValue: "bad-password")
}
