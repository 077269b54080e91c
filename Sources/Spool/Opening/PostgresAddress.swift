internal import CLibpq
package import Diagnostics

/// A PostgreSQL database, as its URI says it (https://www.postgresql.org/docs/current/libpq-connect.html, section 34.1.1.2).
package struct PostgresAddress: Sendable {
    /// The whole URI, which may hold a password.
    package let uri: Secret
    /// The same without its password and its parameters.
    package let shown: String

    /// - Throws: What is wrong with it; the password is never shown.
    package init(_ text: String) throws(SpoolProblem) {
        let behind = text.drop { $0 != ":" }
        guard behind.hasPrefix("://") else {
            throw SpoolAddress.wrong("lacks '//' behind 'postgres:'", "write postgres://user@host/db")
        }
        let rest = behind.dropFirst(3)
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let plain = parts.first ?? ""
        let authorityEnd = plain.utf8.firstIndex(of: UInt8(ascii: "/")) ?? plain.endIndex
        let authority = plain[..<authorityEnd]
        let at = authority.utf8.lastIndex(of: UInt8(ascii: "@"))
        let user = at.map { authority[..<$0].prefix { $0 != ":" } } ?? ""
        let hosts = at.map { authority[authority.utf8.index(after: $0)...] } ?? authority
        let database = plain[authorityEnd...].dropFirst()
        guard !database.isEmpty, !database.contains("/") else {
            throw SpoolAddress.wrong("names no database", "write postgres://user@host/db")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw SpoolAddress.wrong(
                "has a space, or a character beyond ASCII, in its address", "write such characters as %20 and the like")
        }
        for parameter in parts.dropFirst().first?.split(separator: "&") ?? [] {
            try Self.checkParameter(String(parameter.prefix { $0 != "=" }))
        }
        // What libpq says of a mistake may hold the whole address, and so the password.
        guard let read = PQconninfoParse(text, nil) else {
            throw SpoolAddress.wrong(
                "is no address that PostgreSQL's library can read",
                "write postgres://user:password@host:port/db, with %40 for @, %3A for : and %2F for / in the password")
        }
        PQconninfoFree(read)
        uri = Secret(text)
        shown = Visible.line("postgres://\(user.isEmpty ? "" : "\(user)@")\(hosts)/\(database)")
    }

    private static func checkParameter(_ name: String) throws(SpoolProblem) {
        var known: [String] = []
        let defaults = PQconndefaults()
        defer { PQconninfoFree(defaults) }
        var option = defaults
        while let current = option, let keyword = current.pointee.keyword {
            known.append(String(cString: keyword))
            option = current + 1
        }
        guard !known.contains(name), name != "ssl" else { return }
        throw SpoolAddress.wrong(
            "has the parameter '\(Visible.shortened(name, to: 40))', which PostgreSQL's library does not know",
            Suggestion.help(for: name, among: known) ?? "see 'Parameter Key Words' in its manual")
    }
}
