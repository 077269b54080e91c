package import Attributes

/// A front before the sandbox's Exchange that lets people in by NTLM (pyspnego) or Kerberos (MIT's library), for real.
package struct ExchangeFront: Sendable {
    package let port: Int
    private let server: PythonServer

    /// Starts it.
    ///
    /// - Parameters:
    ///   - exchange: The port of the sandbox's Exchange.
    ///   - secret: By which that knows its front.
    ///   - users: Lines of `DOMAIN:USER:PASSWORD`, for NTLM; `nil` for none.
    ///   - realm: For Negotiate; `nil` for none.
    /// - Returns: The front, which takes connections.
    /// - Throws: ``PeerFailure`` with what it said.
    package static func start(
        before exchange: Int, secret: String, users: String? = nil, realm: KerberosRealm? = nil
    ) async throws -> ExchangeFront {
        var options: [JSON.Member] = [
            JSON.Member(name: "port", value: .integer(exchange)), JSON.Member(name: "secret", value: .string(secret)),
        ]
        if let users { options.append(JSON.Member(name: "users", value: .string(users))) }
        if let realm {
            options.append(JSON.Member(name: "keytab", value: .string(realm.serviceKeytab)))
            options.append(JSON.Member(name: "krb5", value: .string(realm.configuration)))
        }
        let server = try await PythonServer.start("exchange_front.py", [JSON.object(options).printed()])
        return ExchangeFront(port: server.port, server: server)
    }

    package func stop() async { await server.guardian.stop() }
}
