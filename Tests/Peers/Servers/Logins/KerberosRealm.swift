internal import Synchronization

/// A real Kerberos realm of the tests' own: an MIT KDC on loopback, one person, and the services of `localhost`.
///
/// Its services are `smtp/localhost`, `imap/localhost` and `HTTP/localhost`. A client finds it by `KRB5_CONFIG`.
package struct KerberosRealm: Sendable {
    /// The realm's name.
    package static let name = "EXAMPLE.TEST"

    /// The person's principal; a mail server may make `robot@example.test` of it.
    package static let principal = "robot@EXAMPLE.TEST"

    /// That person's password.
    package static let password = "open-sesame"

    package let guardian: Guardian

    /// The path of `krb5.conf`: set `KRB5_CONFIG` to it.
    package var configuration: String { "\(guardian.folder)/krb5.conf" }

    /// The same for clients that take their own clock for right, and not that of the KDC.
    package var unadjusted: String { "\(guardian.folder)/unadjusted.conf" }

    /// The path of the key table of the person: for `KRB5_CLIENT_KTNAME`.
    package var clientKeytab: String { "\(guardian.folder)/client.keytab" }

    /// The path of the key table of the services: for `KRB5_KTNAME`.
    package var serviceKeytab: String { "\(guardian.folder)/service.keytab" }

    /// All that the KDC has logged so far: who asked for which ticket.
    package var log: String { TextFile.read("\(guardian.folder)/kdc.log") }

    private static let opening = Task { try await start() }
    private static let count = Atomic<Int>(0)

    /// The one that all tests of this process share.
    package static var shared: KerberosRealm {
        get async throws { try await opening.value }
    }

    /// Starts one; takes about a tenth of a second.
    package static func start() async throws -> KerberosRealm {
        let folder = try Guardian.newFolder()
        // QUIRK: two KDCs may listen on one port and share its callers, so each has an address of its own too.
        let address = "127.\((1...254).map(String.init).shuffled().prefix(3).joined(separator: "."))"
        let kdc = "\(address):\(try Loopback.freePorts(1)[0])"
        try TextFile.write(KerberosSettings.client(folder: folder, kdc: kdc), to: "\(folder)/krb5.conf")
        try TextFile.write(
            KerberosSettings.client(folder: folder, kdc: kdc, "kdc_timesync = 0"), to: "\(folder)/unadjusted.conf")
        try TextFile.write(KerberosSettings.server(folder: folder, kdc: kdc), to: "\(folder)/kdc.conf")
        let variables = ["KRB5_CONFIG=\(folder)/krb5.conf", "KRB5_KDC_PROFILE=\(folder)/kdc.conf"]
        try await Tool.require("env", variables + ["kdb5_util", "create", "-s", "-r", name, "-P", "master"])
        try await Tool.require(
            "env", variables + ["kadmin.local"], input: Array(KerberosSettings.people(folder: folder).utf8))
        let realm = KerberosRealm(
            guardian: try Guardian(of: folder, running: ["env"] + variables + ["krb5kdc", "-n"]))
        let deadline = ContinuousClock.now.advanced(by: .seconds(300))
        while !realm.guardian.serverHasEnded, ContinuousClock.now < deadline {
            if realm.log.contains("commencing operation") { return realm }
            try await Task.sleep(for: .milliseconds(10))
        }
        let said = realm.log + realm.guardian.output
        await realm.stop()
        throw PeerFailure("the KDC did not start", said: said, remedy: "run scripts/bootstrap --tests")
    }

    /// Stops it and removes its folder, with all tickets.
    package func stop() async { await guardian.stop() }

    /// Gets a ticket as a person does in the morning, into a new cache.
    ///
    /// - Parameters:
    ///   - principal: Whose; with the right password, or with the key table if none is given.
    ///   - password: What the person types.
    ///   - seconds: How long the ticket is good.
    /// - Returns: The cache, for `KRB5CCNAME`: `FILE:/tmp/…/tickets-1`.
    /// - Throws: ``PeerFailure`` with what kinit said.
    package func ticket(
        for principal: String = principal, password: String? = nil, seconds: Int = 36_000
    ) async throws -> String {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        let cache = "FILE:\(guardian.folder)/tickets-\(number)"
        let proof = password == nil ? ["-k", "-t", clientKeytab] : []
        try await Tool.require(
            "env",
            ["KRB5_CONFIG=\(configuration)", "kinit", "-c", cache, "-l", "\(seconds)s"] + proof + [principal],
            input: Array((password.map { $0 + "\n" } ?? "").utf8))
        return cache
    }
}
