internal import Attributes
internal import Connecting
internal import Diagnostics
internal import Wire

/// What a reader is told when an endpoint could not be asked, or did not take a message.
struct HTTPWords {
    let server: String
    /// Who logs in; `nil` for nobody.
    let login: String?
    private let settings: HTTPConnector.Settings
    private let redact: Redaction

    var proxyName: String { settings.proxy?.name ?? "" }

    /// Characters of an endpoint's own words.
    private static let longest = 300

    init(_ settings: HTTPConnector.Settings) {
        self.settings = settings
        server = settings.server
        redact = settings.redaction
        login =
            settings.secretHeader.map { "the header \($0.name)" }
            ?? settings.credentials.username.map { $0.isEmpty ? "the token" : "'\(PlainText.printable($0))'" }
    }

    /// `422 Unprocessable Content: the invoice is not known`.
    func said(_ response: HTTPResponse) -> String {
        let status = HTTPVerdict.status(response.status)
        let words = Visible.shortened(redact(Self.words(response.body)), to: Self.longest)
        return words.isEmpty ? status : "\(status): \(words)"
    }

    func redirected(_ response: HTTPResponse) -> Failure {
        let status = HTTPVerdict.status(response.status)
        // What stands behind a question mark may be a secret.
        let target = response["Location"].map { $0.prefix { $0 != "?" && $0 != "#" } } ?? ""
        let place = target.isEmpty ? "" : " to \(Visible.shortened(redact(String(target)), to: 200))"
        return Failure(
            .settingsWrong, .never, "\(server) redirects the message\(place) (\(status)), and router does not follow",
            help: "write where messages are taken as url:; a page to log in at means that auth: is missing or wrong")
    }

    func refusedLogin(_ said: String) -> Failure {
        guard let login else {
            return Failure(
                .authenticationRefused, .never, "\(server) wants a login: \(said)",
                help: "set auth: to the login that the server wants")
        }
        let help =
            switch settings.credentials {
            case .tokens: "grant access again, and check that scope: is the endpoint's"
            default: "check auth:, and which kind of login the server wants"
            }
        return Failure(.authenticationRefused, .never, "\(server) refused \(login): \(said)", help: help)
    }

    /// The detail that an answer gives, else its first words.
    private static func words(_ body: [UInt8]) -> String {
        if let json = try? JSON.read(body) {
            // RFC 9457, RFC 6749, and what others are used to.
            for name in ["detail", "error_description", "message", "title", "error", "reason"] {
                if let text = json[name]?.text ?? json[name]?["message"]?.text, !text.isEmpty { return line(text) }
            }
        }
        let text = String(decoding: body.prefix(8_192), as: UTF8.self)
        guard text.drop(while: \.isWhitespace).hasPrefix("<") else { return line(text) }
        return line(text.lowercased().contains("<title") ? title(of: text) : untagged(text))
    }

    private static func title(of page: String) -> String {
        guard let start = page.firstRange(of: "<title") ?? page.firstRange(of: "<TITLE"),
            let open = page[start.upperBound...].firstIndex(of: ">")
        else { return untagged(page) }
        return String(page[page.index(after: open)...].prefix { $0 != "<" })
    }

    private static func untagged(_ page: String) -> String {
        var isTag = false
        return String(
            page.map { character -> Character in
                if character == "<" { isTag = true }
                defer { if character == ">" { isTag = false } }
                return isTag ? " " : character
            })
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
