internal import CKerberos
internal import Glibc

/// libkrb5's state for one thread, and what we ask of it.
///
/// Nothing of Kerberos is set up before the first of these is made.
struct KerberosContext: ~Copyable {
    private let context: krb5_context

    init() throws(WireError) {
        var context: krb5_context?
        let code = krb5_init_context(&context)
        guard code == 0, let context else {
            throw WireError(.ticket(.other), "Kerberos could not be set up (code \(code)): see /etc/krb5.conf")
        }
        self.context = context
    }

    deinit {
        krb5_free_context(context)
    }

    // MARK: Names

    /// Does something with a name that libkrb5 understands: `robot@EXAMPLE.COM`.
    private func withPrincipal<Result>(
        _ name: String, _ body: (krb5_principal) throws(WireError) -> Result
    ) throws(WireError) -> Result {
        var principal: krb5_principal?
        try check(krb5_parse_name(context, name, &principal))
        guard let principal else { throw WireError(.ticket(.noRealm), name) }
        defer { krb5_free_principal(context, principal) }
        return try body(principal)
    }

    private func text(_ principal: krb5_const_principal?) -> String {
        var text: UnsafeMutablePointer<CChar>?
        guard krb5_unparse_name(context, principal, &text) == 0, let text else { return "" }
        defer { krb5_free_unparsed_name(context, text) }
        return PlainText.printable(String(cString: text))
    }

    // MARK: Tickets

    /// A cache of the caller's with a ticket of that name: its own name, and until when the ticket is good.
    func cache(of name: String) throws(WireError) -> Tickets.Cache {
        try withPrincipal(name) { principal throws(WireError) in
            var cache: krb5_ccache?
            try check(krb5_cc_cache_match(context, principal, &cache))
            guard let cache else { throw WireError(.ticket(.none), "") }
            defer { krb5_cc_close(context, cache) }
            guard let end = end(of: cache, principal) else {
                throw WireError(.ticket(.none), "the cache is empty")
            }
            guard end > Tickets.now else { throw WireError(.ticket(.expired), "") }
            return try Tickets.Cache(name: fullName(cache), principal: text(principal), end: end)
        }
    }

    /// A ticket from a keytab, in a new cache of this process's memory.
    func cache(of name: String, keytab path: String) throws(WireError) -> Tickets.Cache {
        try withPrincipal(name) { principal throws(WireError) in
            var keytab: krb5_keytab?
            try check(krb5_kt_resolve(context, "FILE:\(path)", &keytab))
            guard let keytab else { throw WireError(.ticket(.damagedKeytab), path) }
            defer { krb5_kt_close(context, keytab) }
            var ticket = krb5_creds()
            try check(krb5_get_init_creds_keytab(context, &ticket, principal, keytab, 0, nil, nil))
            defer { krb5_free_cred_contents(context, &ticket) }
            var cache: krb5_ccache?
            try check(krb5_cc_new_unique(context, "MEMORY", nil, &cache))
            guard let cache else { throw WireError(.resources, "no place for a ticket") }
            do throws(WireError) {
                try check(krb5_cc_initialize(context, cache, principal))
                try check(krb5_cc_store_cred(context, cache, &ticket))
                let result = try Tickets.Cache(
                    name: fullName(cache), principal: text(principal), end: Tickets.seconds(ticket.times.endtime))
                krb5_cc_close(context, cache)
                return result
            } catch {
                krb5_cc_destroy(context, cache)
                throw error
            }
        }
    }

    /// Removes a cache and all that is in it.
    func destroy(_ name: String) {
        var cache: krb5_ccache?
        guard krb5_cc_resolve(context, name, &cache) == 0, let cache else { return }
        krb5_cc_destroy(context, cache)
    }

    /// Asks for a ticket to a service, as GSSAPI does: it says only that it failed, and this says why.
    func checkService(_ service: String, host: String, cache name: String) throws(WireError) {
        var server: krb5_principal?
        try check(krb5_sname_to_principal(context, host, service, krb5_int32(KRB5_NT_SRV_HST), &server))
        defer { krb5_free_principal(context, server) }
        var cache: krb5_ccache?
        try check(krb5_cc_resolve(context, name, &cache))
        guard let cache else { throw WireError(.ticket(.none), "") }
        defer { krb5_cc_close(context, cache) }
        var client: krb5_principal?
        try check(krb5_cc_get_principal(context, cache, &client))
        defer { krb5_free_principal(context, client) }
        var wanted = krb5_creds()
        wanted.client = client
        wanted.server = server
        var ticket: UnsafeMutablePointer<krb5_creds>?
        try check(krb5_get_credentials(context, 0, cache, &wanted, &ticket), service: text(server))
        krb5_free_creds(context, ticket)
    }

    // MARK: Helpers

    /// The latest end of a ticket that other tickets can be got with, or of any other; `nil` when there is none.
    private func end(of cache: krb5_ccache, _ principal: krb5_principal) -> Int? {
        var cursor: krb5_cc_cursor?
        guard krb5_cc_start_seq_get(context, cache, &cursor) == 0 else { return nil }
        defer { krb5_cc_end_seq_get(context, cache, &cursor) }
        var granting: Int?
        var other: Int?
        var ticket = krb5_creds()
        while krb5_cc_next_cred(context, cache, &cursor, &ticket) == 0 {
            defer { krb5_free_cred_contents(context, &ticket) }
            // The cache keeps settings as tickets too.
            guard krb5_is_config_principal(context, ticket.server) == 0 else { continue }
            let end = Tickets.seconds(ticket.times.endtime)
            if text(ticket.server).hasPrefix("krbtgt/") {
                granting = max(granting ?? end, end)
            } else {
                other = max(other ?? end, end)
            }
        }
        return granting ?? other
    }

    private func fullName(_ cache: krb5_ccache) throws(WireError) -> String {
        var name: UnsafeMutablePointer<CChar>?
        try check(krb5_cc_get_full_name(context, cache, &name))
        guard let name else { throw WireError(.resources, "no place for a ticket") }
        defer { krb5_free_string(context, name) }
        return String(cString: name)
    }

    private func check(_ code: krb5_error_code, service: String? = nil) throws(WireError) {
        guard code != 0 else { return }
        let words = krb5_get_error_message(context, code)
        defer { krb5_free_error_message(context, words) }
        throw WireError(
            .ticket(TicketProblem(code: code, service: service)),
            words.map { PlainText.printable(String(cString: $0)) } ?? "code \(code)")
    }
}
