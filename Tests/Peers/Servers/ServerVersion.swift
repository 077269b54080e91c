/// Which release of each server the tests run against, as the documents' tables print it; each is asked once.
package enum ServerVersion {
    /// As `Dovecot 2.3.19.1`.
    package static var dovecot: String {
        get async throws { try await askedDovecot.value }
    }

    /// As `Postfix 3.7.11`.
    package static var postfix: String {
        get async throws { try await askedPostfix.value }
    }

    /// As `MIT Kerberos 1.20.1`.
    package static var kerberos: String {
        get async throws { try await askedKerberos.value }
    }

    /// As `pyspnego 0.12.4`: who checks NTLM for Dovecot.
    package static var spnego: String {
        get async throws { try await askedSpnego.value }
    }

    // 2.3.19.1 (9b53102964)
    private static let askedDovecot = asked("Dovecot", "dovecot", ["--version"])
    private static let askedPostfix = asked("Postfix", "postconf", ["-d", "-h", "mail_version"])
    // Kerberos 5 version 1.20.1
    private static let askedKerberos = asked("MIT Kerberos", "klist", ["-V"])
    private static let askedSpnego = Task {
        let script = "import importlib.metadata as m; print(m.version('pyspnego'))"
        return try await "pyspnego " + version(in: Tool.require(Python.interpreter, ["-c", script]))
    }

    private static func asked(_ name: String, _ program: String, _ arguments: [String]) -> Task<String, any Error> {
        Task { try await "\(name) " + version(in: Tool.require(program, arguments)) }
    }

    /// The first word that has a dot and begins with a digit.
    private static func version(in text: String) throws -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let version = words.first(where: { $0.contains(".") && $0.first?.isNumber == true }) else {
            throw PeerFailure("no version was told", said: text)
        }
        return String(version)
    }
}

extension DovecotLogins {
    /// As `Dovecot 2.3.19.1`.
    package static var version: String { get async throws { try await ServerVersion.dovecot } }
}

extension Dovecot {
    /// As `Dovecot 2.3.19.1`.
    package static var version: String { get async throws { try await ServerVersion.dovecot } }
}

extension KerberosRealm {
    /// As `MIT Kerberos 1.20.1`.
    package static var version: String { get async throws { try await ServerVersion.kerberos } }
}
