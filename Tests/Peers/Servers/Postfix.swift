internal import Glibc

/// A real Postfix of the tests' own: one mail server with a port for each ``Listener``, delivering into a ``Dovecot``.
///
/// It takes letters for anyone at `example.test` and delivers them; it relays nothing, asks no DNS, mends nothing in a
/// letter, and does not know of the system's own configuration or queue. Some addresses have their own answers:
/// ``refused``, ``later``, ``banned``.
package struct Postfix: Sendable {
    /// RCPT to it is answered `550 5.1.1`.
    package static let refused = "refused@example.test"

    /// RCPT to it is answered `450 4.2.0`.
    package static let later = "later@example.test"

    /// MAIL from it is answered `553 5.7.1`.
    package static let banned = "banned@example.test"

    /// The largest letter in bytes on every port but ``Listener/small``.
    package static let sizeLimit = 30_000_000

    /// The largest letter in bytes on ``Listener/small``.
    package static let smallSizeLimit = 100_000

    /// The address it listens on; certificates are good for it and for `localhost`.
    package let host = "127.0.0.1"

    package let guardian: Guardian

    private let ports: [Listener: Int]

    /// The port of that listener.
    package func port(_ listener: Listener) -> Int {
        guard let port = ports[listener] else { preconditionFailure("every listener has a port") }
        return port
    }

    /// All that it has logged so far.
    package var log: String { TextFile.read("\(guardian.folder)/maillog") }

    /// Starts one; takes about a tenth of a second.
    ///
    /// - Parameters:
    ///   - authority: Signed its certificates.
    ///   - dovecot: Has the mailboxes.
    ///   - logins: Knows who may log in, and how; by default that is `dovecot` too.
    /// - Returns: It, when it greets.
    /// - Throws: ``PeerFailure`` with its log.
    package static func start(
        authority: TestAuthority, deliveringTo dovecot: Dovecot, askingAboutLogins logins: (any LoginAuthority)? = nil
    ) async throws -> Postfix {
        for _ in 1...10 {
            let folder = try Guardian.newFolder()
            let ports = Dictionary(
                uniqueKeysWithValues: zip(Listener.allCases, try Loopback.freePorts(Listener.allCases.count)))
            try await makeFolders(in: folder)
            try TextFile.write(
                PostfixSettings.main(
                    folder: folder, authority: authority, dovecot: dovecot,
                    logins: logins ?? dovecot), to: "\(folder)/main.cf")
            // QUIRK: Debian's Postfix looks here, and not where cyrus_sasl_config_path says.
            if let cyrus = logins?.cyrusFolder { symlink(cyrus, "\(folder)/sasl") }
            // Postfix waits two seconds before it reads a main.cf that somebody may still be writing.
            TextFile.makeOld("\(folder)/main.cf")
            try TextFile.write(
                PostfixSettings.master(ports: ports, authority: authority), to: "\(folder)/master.cf")
            let guardian = try Guardian(of: folder, running: [master, "-d", "-c", folder])
            let postfix = Postfix(guardian: guardian, ports: ports)
            let greets = try await Loopback.greets(
                on: postfix.port(.plain), with: folder, guardian: postfix.guardian)
            if greets { return postfix }
            let said = postfix.log + postfix.guardian.output
            await postfix.stop()
            guard said.contains("Address already in use") else { throw failure(said) }
        }
        throw failure("ten times in a row another process took its ports")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }

    private static func failure(_ said: String) -> PeerFailure {
        // Before it has read main.cf, Postfix complains to the system's log alone.
        PeerFailure(
            "Postfix did not start", said: said,
            remedy: said.isEmpty
                ? "run scripts/bootstrap --tests, and see the system's log for postfix/master"
                : "run scripts/bootstrap --tests")
    }

    /// Postfix's first process, which starts all others; `postfix start` would take two seconds to check before it.
    private static let master = "/usr/lib/postfix/sbin/master"

    /// Makes the queue's folders, as `postfix start` would.
    private static func makeFolders(in folder: String) async throws {
        let queue = "\(folder)/queue"
        func make(_ names: [String], mode: String, _ ownership: [String] = ["-o", "postfix"]) async throws {
            try await Tool.requireAsRoot("install", ["-d", "-m", mode] + ownership + names)
        }
        let ours = [
            "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved",
            "trace",
        ]
        try await make([queue, "\(queue)/pid"], mode: "755", [])
        try await make(ours.map { "\(queue)/\($0)" } + ["\(folder)/data"], mode: "700")
        try await make(["\(queue)/maildrop"], mode: "730", ["-o", "postfix", "-g", "postdrop"])
        try await make(["\(queue)/public"], mode: "710", ["-o", "postfix", "-g", "postdrop"])
    }
}
