import Diagnostics
package import Settings

/// `server: {listen: 127.0.0.1:8025, tokens: tokens.yaml, tls: {certificate: …, key: …}}`: the HTTP API.
package struct ServerSetting: SettingValue {
    /// `127.0.0.1`, `::1`, `mail.example.com`.
    package var host = "127.0.0.1"
    /// 0 for any that is free.
    package var port = 8025
    /// The file with the hashed tokens; relative to the workspace.
    package var tokens = "tokens.yaml"
    /// Files in PEM; both or none.
    package var certificate: String?
    package var key: String?

    package init() {}

    private static let listenField = Field<PlacedText?>(
        "listen", "Where it listens: an address and a port", default: nil, shown: "127.0.0.1:8025")
    private static let tokensField = Field<String>(
        "tokens", "The file with the hashed tokens; 'router token create' writes it", default: "tokens.yaml",
        shown: "tokens.yaml")
    private static let tlsField = Field<ServerTLSSetting?>("tls", "The server's certificate and key", default: nil)
    private static let shape = Shape("server", [listenField, tokensField, tlsField])

    package static var form: Form { .group(shape) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        var setting = Self()
        setting.tokens = reading[tokensField]
        setting.certificate = reading[tlsField]?.certificate
        setting.key = reading[tlsField]?.key
        guard let listen = reading[listenField] else { return setting }
        guard let colon = listen.text.lastIndex(of: ":"),
            let port = UInt16(listen.text[listen.text.index(after: colon)...]),
            case let host = listen.text[..<colon], !host.isEmpty, !host.contains("/")
        else {
            reader.findings.report(
                Diagnostic(
                    .error, .wrongType, in: listen, nil, "'\(listen.text)' is not an address with a port",
                    help: "write it as 127.0.0.1:8025, or [::1]:8025"))
            return nil
        }
        setting.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
        setting.port = Int(port)
        return setting
    }
}

/// `tls: {certificate: server.pem, key: server.key}`.
struct ServerTLSSetting: SettingValue {
    var certificate: String
    var key: String

    private static let certificateField = Field<String>("certificate", "The certificate with its chain, in PEM")
    private static let keyField = Field<String>("key", "Its private key, in PEM")
    private static let shape = Shape("tls", [certificateField, keyField])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        return Self(certificate: reading[certificateField], key: reading[keyField])
    }
}
