import HTTPTypes

/// A call that was let in: what it is about, whose it is, and its body.
struct Call: Sendable {
    var operation: Operation
    var request: HTTPRequest
    var target: Target
    /// What stands in the path for `{name}`.
    var captures: [String: String]
    /// `nil` where none is needed.
    var token: AccessToken?
    var trace: TraceContext
    var body: [UInt8] = []

    func capture(_ name: String) -> String { captures[name] ?? "" }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headerFields[$0] } }

    /// Whether messages of an application are the caller's business.
    func reaches(_ application: String?) -> Bool { token?.reaches(application) ?? true }
}
