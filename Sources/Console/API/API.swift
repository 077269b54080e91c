import Attributes
package import Engine
import Diagnostics
import HTTPTypes
import Spool

/// The HTTP API over a service: lets calls in, carries them out, and puts what comes of it into words.
package struct API: Sendable {
    let service: Service
    let tokens: TokenKeeper
    let readiness: Readiness
    let backlog: Backlog
    let inbox: InboxFigures
    let log: EventLog
    /// When the process began.
    let began: Instant

    /// Bytes of a submission, whatever `limits: {message: …}` says.
    static let largestBody = 512_000_000

    /// - Parameters:
    ///   - service: Does the work.
    ///   - tokens: Who may call.
    ///   - log: Where calls and faults are written.
    ///   - mostWaiting: With more messages waiting, no more are taken.
    package init(_ service: Service, tokens: TokenKeeper, log: EventLog, mostWaiting: Int) {
        self.service = service
        self.tokens = tokens
        self.log = log
        inbox = InboxFigures(service)
        readiness = Readiness(service, inbox)
        backlog = Backlog(service.spool, limit: mostWaiting)
        began = .now
    }

    /// Twice what a letter may have: documents come as base64.
    var bodyLimit: Int { min(2 * service.workspace.settings.limits.message, Self.largestBody) }

    /// Looks at all of a call but its body.
    ///
    /// - Throws: Why it is not let in.
    func admit(_ request: HTTPRequest, _ trace: TraceContext) throws(Problem) -> Call {
        guard let target = Target(request.path ?? "") else {
            throw Problem(
                400, "bad-target", "The path makes no sense",
                "the path or its query has bytes that don't belong there; encode them as %20 and the like, in UTF-8")
        }
        let (operation, captures) = try find(request.method.rawValue, target)
        var call = Call(
            operation: operation, request: request, target: target, captures: captures, trace: trace)
        if let scope = operation.scope { call.token = try authorize(request, scope) }
        guard MediaType.accepts(call.header("accept"), oneOf: operation.types + ["application/problem+json"]) else {
            throw .notAcceptable(Array(Set(operation.types)).sorted())
        }
        if operation.input.isRead { try checkBody(call) }
        return call
    }

    private func find(_ method: String, _ target: Target) throws(Problem) -> (Operation, [String: String]) {
        // A HEAD is a GET without what it gives.
        let method = method == "HEAD" ? "GET" : method
        var allowed: [String] = []
        for operation in Self.operations {
            guard let captures = operation.match(target.segments) else { continue }
            if operation.method == method { return (operation, captures) }
            if !allowed.contains(operation.method) { allowed.append(operation.method) }
        }
        guard allowed.isEmpty else {
            throw .notAllowed(method, allowed: allowed.contains("GET") ? allowed + ["HEAD"] : allowed)
        }
        throw .noSuchPath("/" + target.segments.joined(separator: "/"), help: Self.help(for: target))
    }

    private func authorize(_ request: HTTPRequest, _ scope: Scope) throws(Problem) -> AccessToken {
        guard let header = request.headerFields[.authorization] else {
            let hint = tokens.isEmpty ? "there is none yet: 'router token create NAME' makes one" : "send it"
            throw .unauthorized("\(hint), as 'Authorization: Bearer router_…'", isToken: false)
        }
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw .unauthorized("write the header as 'Authorization: Bearer router_…'", isToken: false)
        }
        guard let token = tokens.token(String(words[1])) else {
            throw .unauthorized(
                "the token is unknown, revoked or expired; 'router token list' shows those that hold", isToken: true)
        }
        guard token.allows(scope) else { throw .forbidden(scope: scope) }
        return token
    }

    private func checkBody(_ call: Call) throws(Problem) {
        if let coding = call.header("content-encoding"), coding.lowercased() != "identity" { throw .encoded(coding) }
        let type = call.header("content-type")
        // QUIRK: `curl -d` calls whatever it sends a form; JSON is known by its brace.
        guard let type, let media = MediaType(type),
            call.operation.input.types.contains(media.name) || media.name == MediaType.plainForm
        else {
            throw .unsupportedType(type, types: call.operation.input.types)
        }
        if let charset = media.parameters["charset"], charset.lowercased() != "utf-8" {
            throw .unsupportedType(type, types: call.operation.input.types)
        }
        if let length = call.header("content-length").flatMap(Int.init), length > limit(of: call.operation.input) {
            throw tooLarge(call.operation.input)
        }
    }

    func tooLarge(_ input: Operation.Input) -> Problem {
        if case .object = input { .tooLargeObject } else { .tooLarge(limit: bodyLimit) }
    }

    /// Bytes that a body may have.
    func limit(of input: Operation.Input) -> Int {
        switch input {
        case .none: 0
        case .attributes: bodyLimit
        case .object: Operation.Input.largestObject
        }
    }

    /// The path that was meant.
    private static func help(for target: Target) -> String? {
        guard let last = target.segments.last else { return nil }
        if last.isEmpty, target.segments.count > 1 { return "leave out the slash at the end" }
        let known = operations.map(\.path)
        return Suggestion.help(for: "/" + target.segments.joined(separator: "/"), among: known)
    }

    func perform(_ call: Call) async -> Answer {
        do throws(Problem) {
            return try await call.operation.perform(self, call)
        } catch {
            return error.answer
        }
    }
}
