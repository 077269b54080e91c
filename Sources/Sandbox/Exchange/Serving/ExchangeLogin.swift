internal import Attributes
internal import Diagnostics
internal import HTTPTypes
internal import HummingbirdCore

/// Finds out who calls.
struct ExchangeLogin: Sendable {
    static let secretField = "Sandbox-Front-Secret"
    static let userField = "Sandbox-Front-User"

    let mailboxes: Mailboxes
    /// What the server's own front proves itself with; it tells who has logged in by NTLM or Kerberos.
    let front: Secret?
    /// Who stands behind an access token.
    let bearer: (@Sendable (_ token: String) async -> String?)?

    /// - Returns: `nil` for somebody who is not known, or says nothing.
    func user(_ request: Request, isLoopback: Bool) async -> SandboxUser? {
        if let front, isLoopback, let name = HTTPField.Name(Self.secretField), let given = request.headers[name] {
            guard given == front.reveal(), let user = HTTPField.Name(Self.userField) else { return nil }
            return mailboxes.user(login: Self.plain(request.headers[user] ?? ""))
        }
        guard let field = request.headers[.authorization] else { return nil }
        let words = field.split(separator: " ", maxSplits: 1)
        if words.count == 2, words[0].lowercased() == "bearer", let bearer {
            return await bearer(String(words[1])).flatMap { mailboxes.user(login: $0) }
        }
        guard words.count == 2, words[0].lowercased() == "basic",
            let bytes = try? Base64.decode(String(words[1]), atMost: 4_096)
        else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return mailboxes.user(
            login: String(text[..<colon]), password: String(text[text.index(after: colon)...]))
    }

    /// `robot` of `robot@EXAMPLE.TEST`, unless that is somebody's address.
    private static func plain(_ principal: String) -> String {
        principal.split(separator: "\\").last.map(String.init) ?? principal
    }
}
