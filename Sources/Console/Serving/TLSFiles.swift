import HummingbirdCore
import HummingbirdTLS
import NIOSSL

/// A server's certificate with its chain, and its key: files in PEM.
package struct TLSFiles: Hashable, Sendable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    func channel(over http: HTTP1Channel) throws(ServerProblem) -> TLSChannel<HTTP1Channel> {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate)
        } catch {
            throw Self.problem("the certificate '\(certificate)' can't be used: \(error)")
        }
        guard !chain.isEmpty else { throw Self.problem("'\(certificate)' holds no certificate") }
        do {
            let key = try NIOSSLPrivateKey(file: key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try TLSChannel(http, tlsConfiguration: configuration)
        } catch {
            // What the library says of a key names no part of it.
            throw Self.problem("the key '\(key)' can't be used: \(error)")
        }
    }

    private static func problem(_ words: String) -> ServerProblem {
        ServerProblem(
            .certificate, words,
            help: "name files in PEM in 'server: {tls: {certificate: …, key: …}}' that router may read")
    }
}
