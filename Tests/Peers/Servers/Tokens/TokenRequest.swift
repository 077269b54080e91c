internal import Attributes

/// One request that a ``TokenServer`` has had, and how it was answered.
package struct TokenRequest: Sendable, Hashable {
    /// What a client shows to get a token.
    package enum Grant: String, Sendable {
        case clientCredentials = "client_credentials"
        case refreshToken = "refresh_token"
        case device = "urn:ietf:params:oauth:grant-type:device_code"
        case assertion = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    }

    /// `/token`, `/devicecode`, `/introspect`.
    package let path: String

    /// The form's fields, as `client_id`, `scope` and `refresh_token`.
    package let form: [String: String]

    /// Whether it came over HTTPS.
    package let isSecure: Bool

    /// Whether the client showed itself in `Authorization: Basic` rather than in the form.
    package let usesBasic: Bool

    package let userAgent: String

    /// The status of the answer; 0 when the server hung up.
    package let status: Int

    /// The `error` of the answer, empty if it had none.
    package let error: String

    /// What the client showed; `nil` for what is not a token request.
    package var grant: Grant? { form["grant_type"].flatMap(Grant.init) }

    init(_ request: JSON) {
        path = request["path"]?.text ?? ""
        var form: [String: String] = [:]
        if case .object(let members) = request["form"] {
            for member in members { form[member.name] = member.value.text }
        }
        self.form = form
        isSecure = request["secure"] == true
        usesBasic = request["basic"] == true
        userAgent = request["agent"]?.text ?? ""
        if case .number(let status) = request["status"] { self.status = Int(status) ?? 0 } else { status = 0 }
        error = request["error"]?.text ?? ""
    }
}
