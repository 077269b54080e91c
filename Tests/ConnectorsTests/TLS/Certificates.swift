/// A test's own authority, and what it has signed.
struct Certificates: Sendable {
    private let folder = Folder()

    var ca: String { "\(folder.path)/ca.pem" }

    init() throws {
        try openssl(
            ["req", "-x509"] + Self.key + ["-subj", "/CN=Test CA", "-keyout", "\(folder.path)/ca.key", "-out", ca])
    }

    /// Makes a certificate with its key in one file; fewer than no days: it has expired.
    func issue(_ name: String, days: Int = 2, isSigned: Bool = true) throws -> String {
        let file = "\(folder.path)/\(name)-\(days)-\(isSigned)"
        try openssl(
            ["req"] + Self.key + [
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", "\(file).key",
                "-out", "\(file).csr",
            ])
        let signer =
            isSigned
            ? ["-CA", ca, "-CAkey", "\(folder.path)/ca.key", "-CAcreateserial"] : ["-signkey", "\(file).key"]
        try openssl(
            [
                "x509", "-req", "-in", "\(file).csr", "-copy_extensions", "copy", "-days", "\(days)", "-out",
                "\(file).crt",
            ]
                + signer)
        return folder.write("\(name)-\(days)-\(isSigned).pem", Folder.read("\(file).key") + Folder.read("\(file).crt"))
    }

    private static let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private func openssl(_ arguments: [String]) throws {
        try Tool("/usr/bin/openssl", arguments).finish()
    }
}
