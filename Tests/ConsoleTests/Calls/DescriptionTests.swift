import Attributes
import Peers
import Testing

@testable import Console

@Suite(.serialized) struct DescriptionTests {
    @Test func `every operation is described, with its scope, its input and its answers`() throws {
        let paths = try #require(API.openAPI["paths"])
        var described: Set<String> = []
        if case .object(let members) = paths {
            for path in members {
                guard case .object(let methods) = path.value else { continue }
                for method in methods {
                    described.insert("\(method.name.uppercased()) \(path.name)")
                    #expect(method.value["operationId"]?.text != nil)
                    #expect(method.value["responses"] != nil)
                    #expect(method.value["security"] != nil)
                }
            }
        }
        #expect(described == Set(API.operations.map { "\($0.method) \($0.path)" }))
        #expect(Set(API.operations.map(\.id)).count == API.operations.count)
    }

    @Test func `the description keeps the rules of OpenAPI, and answers keep the description's`() async throws {
        let served = try await Served.start()
        for _ in 1...3 { _ = try await served.post("/v1/routes/note/messages?wait=60s", Sample.note) }
        let id = try #require(try await served.get("/v1/messages").json["messages"]?.ids.first)
        var answers: [JSON] = []
        func ask(_ schema: String, _ reply: Reply) {
            answers.append(["schema": .string(schema), "answer": reply.json])
        }
        ask("Submission", try await served.submit())
        ask("MessagePage", try await served.get("/v1/messages?limit=2"))
        ask("Story", try await served.get("/v1/messages/\(id)"))
        ask("MessageOrSubmission", try await served.get("/v1/messages/\(id)"))
        ask("RouteList", try await served.get("/v1/routes"))
        ask("RouteDetail", try await served.get("/v1/routes/note"))
        ask("ConnectionList", try await served.get("/v1/connections"))
        ask("ConnectionTest", try await served.post("/v1/connections/local/test"))
        ask("Alive", try await served.get("/healthz"))
        ask("Readiness", try await served.get("/readyz"))
        ask("Problem", try await served.get("/v1/messages?limit=x"))
        ask("Problem", try await served.submit("{}"))
        ask("Problem", try await served.get("/v1/routes", token: .some(nil)))
        let description = try await served.get("/openapi.json").json
        let input: JSON = ["description": description, "answers": .array(answers)]
        let words = try await Python.run("check_openapi.py", input: input.written())
        #expect(String(decoding: words, as: UTF8.self) == "")
        await served.stop()
    }

    @Test func `a fuzzer of contracts finds nothing`() async throws {
        let served = try await Served.start()
        _ = try await served.post("/v1/routes/note/messages?wait=60s", Sample.note)
        let python = try await Python.interpreter()
        let program = python.replacing("/python", with: "/schemathesis")
        let outcome = try await Tool.outcome(
            program,
            [
                "run", "\(served.url)/openapi.json", "-H", "Authorization: Bearer \(served.token)", "--checks", "all",
                // What a route takes is told by the route: any object is right for the API, and wrong for most routes.
                "--exclude-checks", "positive_data_acceptance",
                "--max-examples", "25", "--seed", "1", "--no-color", "--generation-database", "none",
            ], folder: served.folder)
        let isContent = outcome.succeeded
        #expect(isContent, "\(outcome.text.suffix(6_000)) \(outcome.errors.suffix(2_000))")
        #expect(!served.log.contains { ($0["status"]?.text?.hasPrefix("5")) == true })
        await served.stop()
    }
}
