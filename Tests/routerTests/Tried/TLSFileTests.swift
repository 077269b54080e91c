import Peers
import Testing

@Suite struct `Files of TLS are looked at before anything is sent` {
    @Test(arguments: [
        ("ca: none.pem", "none.pem", "does not exist", "check the path: it is relative to the workspace"),
        ("ca: files", "files", "is a folder", "name the file in it"),
        (
            "ca: files/notes.txt", "files/notes.txt", "is no PEM file",
            "a PEM file has lines such as -----BEGIN CERTIFICATE-----; 'openssl' makes them"
        ),
        (
            "ca: files/key.pem", "files/key.pem", "holds no certificate",
            "name a PEM file with the authority's certificate"
        ),
        (
            "crl: files/cert.pem", "files/cert.pem", "holds no list of revoked certificates",
            "name a PEM file with an X509 CRL"
        ),
        (
            "certificate: files/cert.pem", "files/cert.pem", "holds no key",
            "name the certificate's key: tls: {certificate: …, key: …}"
        ),
        (
            "certificate: files/cert.pem, key: files/locked.pem", "files/locked.pem", "is encrypted",
            "take the passphrase off ('openssl pkey -in key.pem -out plain.pem'), and let nobody else read it"
        ),
        (
            "certificate: files/cert.pem, key: files/cert.pem", "files/cert.pem", "holds no private key",
            "name the PEM file with the certificate's key"
        ),
        (
            "key: files/key.pem", "files/key.pem", "belongs to no certificate",
            "name the key's certificate too: tls: {certificate: …, key: …}"
        ),
    ])
    func `each flaw is named where the file is`(tls: String, file: String, words: String, help: String) async throws {
        let workspace = try TemporaryWorkspace.of([
            "connections/mail.yaml": "kind: smtp\nhost: mail.example.com\ntls: {\(tls)}\n",
            "files/notes.txt": "hello\n",
            "files/key.pem": "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n",
            "files/cert.pem": "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
            "files/locked.pem": "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n",
            "routes/note.yaml": "kind: send\nconnection: mail\nemail: {to: a@b.c, subject: s, body: b, from: a@b.c}\n",
        ])
        let column = "tls: {\(tls)".count - file.count + 1
        let checked = try await workspace.router("check")
        #expect(checked.status == 78)
        #expect(
            checked.stderr.hasPrefix(
                """
                connections/mail.yaml:3:\(column): error[bad-file]: the file '\(file)' \(words)
                  3 | tls: {\(tls)}
                    | \(String(repeating: " ", count: column - 1))\(String(repeating: "^", count: file.count))
                  help: \(help)

                """), "\(checked.told)")
        let sent = try await workspace.send("note", "{}")
        #expect(sent.status == 78)
        #expect(sent.stderr.contains("error[bad-file]"), "\(sent.told)")
    }
}
