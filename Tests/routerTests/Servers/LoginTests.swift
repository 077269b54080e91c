import Peers
import Testing

@Suite struct `A letter goes only to a server that proved itself, by a login that it took` {
    @Test func `a wrong password is exit 77, and is not shown`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        for more in [[], ["--json"]] {
            let outcome = try await Program.run(
                ["send", "note", "--data", "-"] + more, in: desk.workspace.folder,
                stdin: Array(Desk.data(to: inbox.address).utf8), environment: ["DESK_PASSWORD": "hunter2-is-wrong"])
            #expect(outcome.status == 77)
            let said = outcome.stdout + outcome.stderr
            #expect(said.contains("authentication-refused") && said.contains("535 5.7.8"))
            #expect(said.contains("refused the login 'robot@example.test'"))
            #expect(!said.contains("hunter2"))
        }
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test func `a password that is nowhere is named before anything is sent`() async throws {
        let desk = try await Desk.open()
        let outcome = try await desk.workspace.send("note", Desk.data(to: "ivan@example.test"))
        #expect(outcome.status == 78)
        #expect(
            outcome.stderr == """
                connections/corporate.yaml:7:62: error[secret-missing]: the environment has no variable 'DESK_PASSWORD'
                  7 | auth: {type: basic, username: robot@example.test, password: "${env:DESK_PASSWORD}"}
                    |                                                              ^^^^^^^^^^^^^^^^^^^^
                  help: set it before router starts: export DESK_PASSWORD=…
                routes/note.yaml:1:1: error[unknown-connection]: the connection 'corporate' has errors of its own
                  1 | kind: send
                    | ^^^^
                  help: mend connections/corporate.yaml
                error[workspace]: the route 'note' is wrong
                  help: mend what is named above; 'router check' shows everything

                """)
    }

    @Test func `no AUTH on offer is exit 77, no STARTTLS 75, and nothing is sent`() async throws {
        let inbox = try await PostOffice.shared.newInbox()
        let noLogin = try await Desk.open(at: .plain)
        let login = try await noLogin.send("note", Desk.data(to: inbox.address))
        #expect(login.status == 77)
        #expect(login.stderr.contains("error[authentication-not-offered]"), "\(login.told)")

        let noTLS = try await Desk.open(at: .bare, "encryption: tls\ntls: {ca: CA}\n")
        let encryption = try await noTLS.send("note", Desk.data(to: inbox.address))
        #expect(encryption.status == 75)
        #expect(encryption.stderr.contains("error[encryption-not-offered]"), "\(encryption.told)")
        #expect(
            encryption.stderr.hasSuffix(
                "the spool keeps it for: \(inbox.address); 'router serve' or 'router queue run' sends it again\n"))
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test(arguments: [
        (Listener.expired, "has expired"), (.otherHost, "is for another name than localhost"),
        (.selfSigned, "is signed by itself"),
    ])
    func `a certificate that proves nothing is exit 75`(door: Listener, words: String) async throws {
        let desk = try await Desk.open(at: door, "encryption: tls\ntls: {ca: CA}\n")
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Desk.data(to: inbox.address))
        #expect(outcome.status == 75)
        let server = "localhost:\(desk.office.postfix.port(door))"
        #expect(
            outcome.stderr.hasPrefix("error[certificate-refused]: the certificate of \(server) \(words)"),
            "\(outcome.told)")
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test func `an authority that nobody knows is exit 75`() async throws {
        let desk = try await Desk.open(at: .plain, "encryption: tls\n")
        let outcome = try await desk.send("note", Desk.data(to: "ivan@example.test"))
        #expect(outcome.status == 75)
        #expect(
            outcome.stderr.contains("is signed by 'The tests' authority', which is not known here"), "\(outcome.told)")
    }

    @Test func `TLS from the first byte works, and a client's certificate opens the door`() async throws {
        let secure = try await Desk.open(at: .secure, "encryption: ssl\ntls: {ca: CA}\n")
        let inbox = secure.office.newInbox()
        #expect(try await secure.send("note", Desk.data(to: inbox.address)).status == 0)
        let authority = secure.office.authority
        let mutual = try await Desk.open(
            at: .mutual,
            "encryption: ssl\ntls: {ca: CA, certificate: \(authority.certificate(.client)), key: \(authority.key(.client))}\n"
        )
        let outcome = try await mutual.send("note", Desk.data(to: inbox.address))
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try await inbox.letters(2).count == 2)
    }
}
