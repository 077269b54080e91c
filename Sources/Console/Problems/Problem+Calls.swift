import Diagnostics

/// What can be wrong with any call.
extension Problem {
    static func noSuchPath(_ path: String, help: String?) -> Problem {
        Problem(
            404, "no-such-path", "There is nothing at this path",
            "nothing is at '\(Visible.shortened(path, to: 200))'; \(help ?? "/openapi.json lists what there is")")
    }

    static func notAllowed(_ method: String, allowed: [String]) -> Problem {
        Problem(
            405, "method-not-allowed", "The path does not take this method",
            "\(Visible.shortened(method, to: 20)) is not for this path; use \(allowed.joined(separator: " or "))"
        ).with("Allow", allowed.joined(separator: ", "))
    }

    static func unauthorized(_ detail: String, isToken: Bool) -> Problem {
        Problem(401, "unauthorized", "A token is needed", detail)
            .with("WWW-Authenticate", "Bearer realm=\"router\"" + (isToken ? ", error=\"invalid_token\"" : ""))
    }

    static func forbidden(scope: Scope) -> Problem {
        Problem(
            403, "scope-missing", "The token does not allow this",
            "the token lacks the scope '\(scope.rawValue)'; use another, or make one with "
                + "'router token create NAME --scope \(scope.rawValue)'"
        ).with("WWW-Authenticate", "Bearer realm=\"router\", error=\"insufficient_scope\", scope=\"\(scope.rawValue)\"")
    }

    static func parameters(_ flaws: [Flaw]) -> Problem {
        var problem = Problem(
            400, "bad-parameter", "The call has parameters that make no sense",
            "'errors' names each with what was expected")
        problem.flaws = flaws
        return problem
    }

    static func notAcceptable(_ types: [String]) -> Problem {
        Problem(
            406, "not-acceptable", "The answer comes in another type",
            "the answer is \(types.joined(separator: " or ")); name it in 'Accept', or leave 'Accept' out")
    }

    static func unsupportedType(_ found: String?, types: [String]) -> Problem {
        let came =
            found.map { "the body is '\(Visible.shortened($0, to: 100))'" } ?? "the call says nothing of its body"
        return Problem(
            415, "unsupported-type", "The body is of a type that is not taken",
            "\(came); send \(types.joined(separator: " or ")) and say so in 'Content-Type'")
    }

    static func encoded(_ coding: String) -> Problem {
        Problem(
            415, "unsupported-coding", "The body is compressed",
            "the body is coded as '\(Visible.shortened(coding, to: 40))'; send it as it is, without 'Content-Encoding'")
    }

    static func tooLarge(limit: Int) -> Problem {
        Problem(
            413, "too-large", "The body is too large",
            "the body has more than \(limit) bytes; send links instead of files, or raise 'limits: {message: …}' "
                + "in router.yaml")
    }

    /// A body of a few words that has far more bytes.
    static let tooLargeObject = Problem(
        413, "too-large", "The body is too large",
        "the body has more than \(Operation.Input.largestObject) bytes; a few words are enough here")

    static let tooSlow = Problem(
        408, "too-slow", "The body came too slowly", "the body did not arrive in time; send it again, faster")

    static let brokenOff = Problem(
        400, "broken-off", "The body is not whole", "the body broke off before its end; send it again")

    static let tooBusy = Problem(
        503, "too-busy", "Too much is under way",
        "the calls that are under way take all the memory there is for them; try again"
    ).retry(after: 2)

    static let fault = Problem(
        500, "fault", "Router itself is at fault", "this should not happen; tell the people who run router")
}
