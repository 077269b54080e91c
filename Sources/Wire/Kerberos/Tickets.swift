internal import Attributes
internal import CKerberos
internal import Glibc
internal import Synchronization

/// Kerberos tickets for the sessions of one connection: the caller's own, or from a keytab.
///
/// A ticket from a keytab stands in this process's memory only, serves all sessions, and goes with the last of them.
package final class Tickets: Sendable {
    /// Who logs in: `robot@EXAMPLE.COM`.
    package let principal: String
    /// The file with the keys; `nil` for the caller's tickets, which KRB5CCNAME may name.
    package let keytab: String?
    /// The caches that we have made, the newest last.
    private let own = Mutex<[Cache]>([])

    /// Where a ticket is.
    struct Cache: Sendable {
        /// As libkrb5 knows it: `FILE:/tmp/krb5cc_1000`, `MEMORY:a1b2c3`.
        var name: String
        var principal: String
        /// Until when the ticket is good, in seconds since 1970.
        var end: Int
    }

    /// Seconds before a ticket's end when it is got anew: a session has to open meanwhile.
    private static let margin = 300

    package init(principal: String, keytab: String? = nil) {
        self.principal = principal
        self.keytab = keytab
    }

    deinit {
        let caches = own.withLock { $0 }
        guard !caches.isEmpty, let context = try? KerberosContext() else { return }
        for cache in caches { context.destroy(cache.name) }
    }

    /// A cache with a ticket that is good for now; blocks while one is got.
    ///
    /// - Throws: `ticket`, or `file` when the keytab can't be read.
    func cache() throws(WireError) -> Cache {
        guard let keytab else { return try KerberosContext().cache(of: principal) }
        return try own.withLock { caches throws(WireError) in
            if let last = caches.last, last.end - Self.margin > Self.now { return last }
            try Self.checkFile(keytab)
            let context = try KerberosContext()
            let next = try context.cache(of: principal, keytab: keytab)
            // The one before stays: a session may be opening with it.
            if caches.count > 1 { context.destroy(caches.removeFirst().name) }
            caches.append(next)
            return next
        }
    }

    /// Lets GSSAPI on this thread use a cache while `body` runs.
    static func using<Result>(
        _ cache: Cache, _ body: () throws(WireError) -> Result
    ) throws(WireError) -> Result {
        guard router_use_cache(cache.name) != 0 else {
            throw WireError(.ticket(.other), "GSSAPI does not take the cache \(PlainText.printable(cache.name))")
        }
        defer { _ = router_use_cache(nil) }
        return try body()
    }

    private static func checkFile(_ path: String) throws(WireError) {
        guard let problem = FileProblem(at: path) else { return }
        throw WireError(.file, "the keytab \(PlainText.printable(path)) \(problem.words)")
    }

    static var now: Int { time(nil) }

    /// libkrb5 counts in 32 bits, unsigned since the year 2038.
    static func seconds(_ time: krb5_timestamp) -> Int { Int(UInt32(bitPattern: time)) }
}

extension Tickets: Hashable {
    package static func == (left: Tickets, right: Tickets) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
