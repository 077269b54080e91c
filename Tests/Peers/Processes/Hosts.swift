internal import Glibc

/// A hosts file of a test's own for a child process: which addresses a name has.
///
/// Debian's libnss-wrapper stands before the C library's look-ups there: names in the file have just those addresses, in
/// that order, and others are looked up as ever; `anything.invalid` never exists (RFC 6761 section 6.4).
package struct Hosts: Sendable {
    /// What the child's environment needs.
    package let environment: [String: String]

    private let guardian: Guardian

    /// Writes the file, which goes with the last copy of this value.
    ///
    /// - Parameter names: Each with its addresses, IPv4 and IPv6 as they come: `["mail.example.com": ["127.0.0.2", "::1"]]`.
    ///   On 127.0.0.2 nobody listens.
    /// - Throws: ``PeerFailure`` when there is no libnss-wrapper.
    package init(_ names: [String: [String]]) throws {
        guardian = try Guardian(of: Guardian.newFolder())
        let lines = names.flatMap { name, addresses in addresses.map { "\($0) \(name)\n" } }
        try TextFile.write(lines.joined(), to: "\(guardian.folder)/hosts")
        environment = ["LD_PRELOAD": try Self.library(), "NSS_WRAPPER_HOSTS": "\(guardian.folder)/hosts"]
    }

    /// Removes the file.
    package func stop() async { await guardian.stop() }

    private static func library() throws(PeerFailure) -> String {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob("/usr/lib/*/libnss_wrapper.so", 0, nil, &found) == 0, let path = found.gl_pathv[0] else {
            throw PeerFailure("libnss_wrapper.so is not there", remedy: "run scripts/bootstrap --tests")
        }
        return String(cString: path)
    }
}
