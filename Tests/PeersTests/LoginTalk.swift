import Peers

/// A letter sent with a login, by curl or by Python's `smtplib`.
struct LoginTalk {
    /// How the conversation is kept from others.
    enum Encryption: String, Sendable, CaseIterable {
        case none
        case startTLS
        case tls
    }

    var port: Int
    var encryption = Encryption.none
    var recipient: String
    var mechanism: LoginKind
    var user = DovecotLogins.user
    var password = DovecotLogins.password
    var token = ""
    var authority = ""

    /// What the client finds in its environment, besides the tests' own.
    var environment: [String: String] = [:]

    private static let letter = Array("Subject: hello\r\n\r\nA letter.\r\n".utf8)

    /// - Returns: `AUTH NTLM`, then the codes of the answers to it and to all that follows: `334`, `235`, `250` …
    func heldByCurl() async throws -> [String] {
        var arguments = [
            "--silent", "--verbose", "--url", "\(encryption == .tls ? "smtps" : "smtp")://localhost:\(port)",
            "--mail-from", "robot@example.test", "--mail-rcpt", recipient, "--upload-file", "-", "--login-options",
            "AUTH=\(mechanism.rawValue)", "--user", "\(user):\(password)",
        ]
        if encryption != .none { arguments += ["--ssl-reqd", "--cacert", authority] }
        if LoginKind.withToken.contains(mechanism) { arguments += ["--oauth2-bearer", token] }
        let said = try await Tool.outcome(
            "env", environment.map { "\($0)=\($1)" } + ["curl"] + arguments, input: Self.letter)
        let lines = said.errors.split(whereSeparator: \.isNewline)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("> AUTH") }) else { return [] }
        return [String(lines[start].dropFirst(2))]
            + lines[start...].filter { $0.hasPrefix("< ") }.map { String($0.dropFirst(2).prefix(3)) }
    }

    /// - Returns: `235`, then the codes of the answers to MAIL, RCPT and DATA; or the line that refused the login.
    func heldByPython() async throws -> [String] {
        let script = """
            import hashlib, hmac, re, smtplib, ssl, sys
            port, encryption, mechanism, user, password, token, authority, recipient = sys.argv[1:]
            def digest(challenge):
                fields = dict(re.findall(r'([a-z-]+)="?([^",]*)"?', challenge.decode()))
                md5 = lambda text: hashlib.md5(text).digest()
                uri = "smtp/localhost"
                name = ":".join([user, fields["realm"], password]).encode()
                a1 = md5(name) + f':{fields["nonce"]}:0123456789'.encode()
                parts = [md5(a1).hex(), fields["nonce"], "00000001", "0123456789", "auth",
                         md5(f"AUTHENTICATE:{uri}".encode()).hex()]
                return (f'username="{user}",realm="{fields["realm"]}",nonce="{fields["nonce"]}",cnonce="0123456789",'
                        f'nc=00000001,qop=auth,digest-uri="{uri}",charset=utf-8,'
                        f'response={md5(":".join(parts).encode()).hex()}')
            def answer(challenge=None):
                if mechanism == "XOAUTH2":
                    return "" if challenge else f"user={user}\\1auth=Bearer {token}\\1\\1"
                if mechanism == "OAUTHBEARER":
                    return "\\1" if challenge else f"n,a={user},\\1host=localhost\\1port={port}\\1auth=Bearer {token}\\1\\1"
                if challenge is None: return None
                return "" if challenge.startswith(b"rspauth") else digest(challenge)
            context = ssl.create_default_context(cafile=authority or None)
            s = smtplib.SMTP_SSL("localhost", int(port), context=context) if encryption == "tls" \\
                else smtplib.SMTP("localhost", int(port))
            if encryption == "startTLS": s.starttls(context=context)
            s.ehlo()
            # Long answers wait for the challenge: an AUTH line has its limit.
            own = {"PLAIN": s.auth_plain, "LOGIN": s.auth_login, "CRAM-MD5": s.auth_cram_md5}.get(mechanism, answer)
            s.user, s.password = user, password
            try:
                print(s.auth(mechanism, own, initial_response_ok=False)[0])
                print(s.mail("robot@example.test")[0], s.rcpt(recipient)[0], s.data(sys.stdin.buffer.read())[0])
            except smtplib.SMTPResponseException as e: print(f"{e.smtp_code} {e.smtp_error.decode()}")
            """
        let arguments = [
            "\(port)", encryption.rawValue, mechanism.rawValue, user, password, token, authority, recipient,
        ]
        return try await Tool.require("python3", ["-c", script] + arguments, input: Self.letter)
            .split(separator: "\n").map(String.init)
    }
}
