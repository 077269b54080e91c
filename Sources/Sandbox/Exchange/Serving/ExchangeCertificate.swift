internal import HummingbirdCore
internal import HummingbirdTLS
internal import NIOSSL

/// What the sandbox's Exchange shows who it is with: files in PEM.
package struct ExchangeCertificate: Sendable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    func channel(over http: HTTP1Channel) throws -> TLSChannel<HTTP1Channel> {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        let key = try NIOSSLPrivateKey(file: key, format: .pem)
        return try TLSChannel(
            http,
            tlsConfiguration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }
}
