import Attributes
import Diagnostics
import Engine
import Spool

extension Problem {
    /// Why a submission was not taken.
    init(_ problem: SubmitProblem) {
        switch problem {
        case .noSuchRoute(let name, let help):
            self = .noSuchRoute(name, help: help)
        case .disabled(let words, let help):
            self.init(409, "disabled", "The route is not in use", "\(words); \(help)")
        case .broken(let route, let diagnostics):
            let words = diagnostics.filter { $0.severity == .error }.prefix(3).map(\.message).joined(separator: "; ")
            self.init(
                503, "route-wrong", "The route is wrong",
                "the route '\(route)' can't be used"
                    + (words.isEmpty ? "" : ": \(words)") + "; 'router check' shows everything")
            fields.append(("Retry-After", "60"))
        case .forbidden(let route): self = .forbidden(route: route)
        case .data(let mismatches, let route): self.init(mismatches, route: route.name)
        case .conflict(let submission):
            self.init(
                409, "key-conflict", "The key belongs to other data",
                "this Idempotency-Key came with other data before, as \(submission); use a new key for new data")
        case .spool(let problem): self.init(problem)
        case .stopping: self = .stopping
        }
    }

    static func noSuchRoute(_ name: String, help: String?) -> Problem {
        Problem(
            404, "no-such-route", "There is no such route",
            "there is no route '\(Visible.shortened(name, to: 100))'; \(help ?? "GET /v1/routes lists them")")
    }

    static func forbidden(route: String) -> Problem {
        Problem(
            403, "application-missing", "The token is for other applications",
            "the token does not reach the application of the route '\(route)'; use another token")
    }

    static let stopping = Problem(
        503, "stopping", "Router is being stopped", "router takes nothing more; try again in a moment"
    ).retry(after: 5)

    init(_ mismatches: Mismatches, route: String) {
        self.init(
            422, "data-mismatch", "The data do not fit the route",
            "\(mismatches.count) \(mismatches.count == 1 ? "mistake" : "mistakes") in the data for the route "
                + "'\(route)'; GET /v1/routes/\(route) shows what it takes")
        flaws = mismatches.list.map {
            Flaw(pointer: $0.pointer, expected: $0.expected, found: $0.found, help: $0.help)
        }
        omitted = mismatches.omitted
    }

    init(_ error: JSONError) {
        self.init(400, "not-json", "The body is not JSON", "line \(error)")
    }

    init(_ problem: SpoolProblem) {
        switch problem.code {
        case .tooLarge:
            self.init(413, "too-large", "The submission is too large", "\(problem.problem); \(problem.remedy)")
        case .full:
            self.init(503, "spool-full", "There is no room", "\(problem.problem); \(problem.remedy)")
            fields.append(("Retry-After", "30"))
        default:
            // The place is the operator's business, not the caller's.
            self.init(503, problem.code.rawValue, "The spool does not work", "\(problem.problem); try again later")
            fields.append(("Retry-After", problem.mayPass ? "5" : "60"))
        }
    }
}
