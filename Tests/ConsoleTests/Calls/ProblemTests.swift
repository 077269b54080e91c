import Attributes
import Spool
import Testing

@testable import Console

@Suite struct ProblemTests {
    @Test func `a full disk asks to come again, and tells nothing of this machine's folders`() {
        let problem = Problem(
            SpoolProblem(.full, at: "sqlite:/srv/secret/router.db", "has no room", remedy: "make room on its disk"))
        #expect(problem.status == 503)
        #expect(problem.code == "spool-full")
        #expect(problem.answer.fields.contains { $0 == ("Retry-After", "30") })
        #expect(!problem.json.printed().contains("/srv"))
    }

    @Test(arguments: SpoolProblem.Code.allCases)
    func `whatever the spool's problem, callers learn when to come again`(_ code: SpoolProblem.Code) {
        let problem = Problem(SpoolProblem(code, at: "/srv/x", "fails", remedy: "look"))
        #expect(problem.status == (code == .tooLarge ? 413 : 503))
        #expect(problem.fields.contains { $0.name == "Retry-After" } == (problem.status == 503))
        #expect(!problem.json.printed().contains("/srv"))
    }

    @Test func `a problem has what RFC 9457 asks for`() {
        let json = Problem.forbidden(scope: .decide).json
        #expect(json["type"] == "urn:router:problem:scope-missing")
        #expect(json["status"] == 403)
        #expect(json["title"] == "The token does not allow this")
        #expect(json["detail"]?.text?.hasSuffix("'router token create NAME --scope decide'") == true)
    }
}
