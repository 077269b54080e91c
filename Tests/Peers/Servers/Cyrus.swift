internal import Glibc

/// A real Cyrus IMAP of the tests' own, on loopback: a mail server that thinks otherwise than ``Dovecot``.
///
/// Every address has a mailbox that comes into being with its first login, and every password is taken. It is unpacked from Debian's
/// packages and not installed, for it can't be beside Dovecot.
package struct Cyrus: Sendable {
    /// IMAP without encryption.
    package let imapPort: Int

    package let guardian: Guardian

    /// Its name and version: `Cyrus IMAP 3.6.1`.
    package let version: String

    /// Starts one; takes about a second, the first time on a machine a minute.
    package static func start() async throws -> Cyrus {
        let unpacked = "\(Python.packageFolder)/.cyrus-tests"
        try await Tool.require("\(Python.packageFolder)/scripts/cyrus-peer", [])
        let version = TextFile.read("\(unpacked)/stamp").prefix { $0 != "-" && $0 != "+" && $0 != "\n" }
        for _ in 1...10 {
            let folder = try Guardian.newFolder()
            // Its user may not look into the folder that the package lies in.
            let root = "\(folder)/cyrus"
            try await Tool.require("cp", ["-a", unpacked, root])
            let port = try Loopback.freePorts(1)[0]
            for name in ["conf", "spool", "run"] {
                try await Tool.requireAsRoot("install", ["-d", "-o", user, "-g", user, "\(folder)/\(name)"])
            }
            try TextFile.write(settings(folder), to: "\(folder)/imapd.conf")
            try TextFile.write(services(folder, root, port), to: "\(folder)/cyrus.conf")
            let guardian = try Guardian(
                of: folder,
                running: [
                    "env", "LD_LIBRARY_PATH=\(root)/libraries", "\(root)/usr/lib/cyrus/bin/master", "-D",
                    "-C", "\(folder)/imapd.conf", "-M", "\(folder)/cyrus.conf", "-p", "\(folder)/run/pid",
                ])
            let cyrus = Cyrus(imapPort: port, guardian: guardian, version: "Cyrus IMAP \(version)")
            let name = folder.split(separator: "/").last.map(String.init) ?? folder
            if try await Loopback.greets(on: port, with: name.lowercased(), guardian: guardian) { return cyrus }
            let said = guardian.output
            await cyrus.stop()
            guard said.contains("in use") else {
                throw PeerFailure("Cyrus did not start", said: said, remedy: "run scripts/cyrus-peer")
            }
        }
        throw PeerFailure("Cyrus did not start", said: "ten times in a row another process took its port")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }

    /// Somebody who works in a user's mailbox behind router's back.
    package func hand(_ user: String) -> MailboxHand { MailboxHand(port: imapPort, user: user, password: "any") }

    /// Owns all mail; every Debian has this user.
    private static let user = "mail"

    private static func settings(_ folder: String) -> String {
        """
        configdirectory: \(folder)/conf
        defaultpartition: default
        partition-default: \(folder)/spool
        cyrus_user: \(user)
        cyrus_group: \(user)
        servername: \((folder.split(separator: "/").last ?? "").lowercased())
        idlesocket: \(folder)/run/idle
        lmtpsocket: \(folder)/run/lmtp
        unixhierarchysep: yes
        altnamespace: yes
        virtdomains: userid
        defaultdomain: example.test
        allowplaintext: yes
        autocreate_quota: 0
        duplicatesuppression: no
        sasl_pwcheck_method: alwaystrue
        sasl_mech_list: PLAIN

        """
    }

    private static func services(_ folder: String, _ root: String, _ port: Int) -> String {
        let programs = "\(root)/usr/lib/cyrus/bin"
        return """
            START {
              recover cmd="\(programs)/ctl_cyrusdb -C \(folder)/imapd.conf -r"
            }
            SERVICES {
              imap cmd="\(programs)/imapd -C \(folder)/imapd.conf" listen="127.0.0.1:\(port)" prefork=0
            }
            DAEMON {
              idled cmd="\(programs)/idled -C \(folder)/imapd.conf"
            }

            """
    }
}
