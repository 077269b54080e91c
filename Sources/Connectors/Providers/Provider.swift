internal import Settings
internal import Wire

/// A mail provider that router knows: where it is, and what it wants of a login.
struct Provider: Hashable, Sendable {
    struct Server: Hashable, Sendable {
        var host: String
        var port: Int
        var encryption: EncryptionSetting

        static func ssl(_ host: String, _ port: Int) -> Self { Self(host: host, port: port, encryption: .ssl) }
        static func tls(_ host: String, _ port: Int) -> Self { Self(host: host, port: port, encryption: .tls) }
    }

    /// What `provider:` says, the usual name first.
    var names: [String]
    var smtp: Server
    var imap: Server
    /// Other names of its servers; one that begins with a dot stands for all below it.
    var others: [String] = []
    /// What to do about a password that was refused, in one sentence without a full stop.
    var hint: String
    /// The same for IMAP, where it is something else.
    var imapHint: String?

    /// The provider of a name, or of one of its servers.
    static func named(_ name: String) -> Provider? { table.first { $0.names.contains(name) } }

    /// The provider that a server belongs to, whatever the case of its name.
    static func owning(_ host: String) -> Provider? {
        let host = host.lowercased()
        return table.first { provider in
            ([provider.smtp.host, provider.imap.host] + provider.others).contains { name in
                name.hasPrefix(".") ? host.hasSuffix(name) : host == name
            }
        }
    }

    static let allNames: [String] = table.flatMap(\.names)
}
