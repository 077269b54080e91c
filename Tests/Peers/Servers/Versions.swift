extension Postfix {
    /// Its name and version: `Postfix 3.7.11`.
    package static var version: String {
        get async throws { "Postfix \(try await Debian.version(of: "postfix"))" }
    }
}

extension Sink {
    /// Its name and version; it comes with Postfix: `smtp-sink 3.7.11`.
    package static var version: String {
        get async throws { "smtp-sink \(try await Debian.version(of: "postfix"))" }
    }
}

extension Dovecot {
    /// Its name and version: `Dovecot 2.3.19.1`.
    package static var version: String {
        get async throws { "Dovecot \(try await Debian.version(of: "dovecot-core"))" }
    }
}

extension DovecotLogins {
    /// Its name and version: `Dovecot 2.3.19.1`.
    package static var version: String {
        get async throws { try await Dovecot.version }
    }
}

extension KerberosRealm {
    /// Its name and version: `MIT Kerberos 1.20.1`.
    package static var version: String {
        get async throws { "MIT Kerberos \(try await Debian.version(of: "krb5-kdc"))" }
    }
}

extension PostgresServer {
    /// Its name and version: `PostgreSQL 15.18`.
    package static var version: String {
        get async throws {
            let version = try await Tool.require("psql", ["--version"]).split(separator: " ").dropFirst(2).first
            return "PostgreSQL \(version ?? "unknown")"
        }
    }
}
