internal import Connecting
internal import Diagnostics
internal import Settings

/// The keys of `kind: http`.
enum HTTPFields {
    static let url = Field<String>("url", "Where messages go; an entry's path: is added")
    static let method = Field<HTTPMethod>("method", "POST, PUT or PATCH", default: .post, shown: "POST")
    static let headers = Field<Keyed<String>?>(
        "headers", "Headers beside router's own: their names and values", default: nil)
    static let auth = Field<HTTPLoginSetting>(
        "auth", "Who logs in: basic, windows, oauth2, bearer, or a header of its own", default: .none, shown: "nobody")
    static let secret = Field<OneOrMany<Secret>?>(
        "secret", "What messages are signed with, as ${env:NAME} or ${file:path}; two while one replaces the other",
        default: nil, shown: "messages are not signed")
    static let attachments = Field<HTTPContents>(
        "attachments", "base64 (in the JSON), multipart (files of a form), or none", default: .base64, shown: "base64")
    static let timeout = Field<TimeLength>(
        "timeout", "How long a message and its answer may take", default: TimeLength(seconds: 60), shown: "60s")
    static let tls = Field<TLSSetting>("tls", "Whom to trust", default: TLSSetting(), shown: "the system's authorities")
    static let proxy = Field<ProxySetting?>(
        "proxy", "A proxy, such as socks5h://proxy:1080 or http://proxy:3128", default: nil)

    static let all: [any FieldDeclaration] = [
        url, method, headers, auth, secret, attachments, timeout, tls, proxy,
    ]
}

/// `method:`.
enum HTTPMethod: String, ChoiceSetting {
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"

    static var noun: String { "a method that carries a message" }
}

/// `attachments:` of an http connection.
enum HTTPContents: String, ChoiceSetting {
    case base64
    case multipart
    case none

    static var noun: String { "a way for attachments" }
}
