import Connecting
import Diagnostics
import Sandbox
import Testing
import Wire

@testable import Connectors

/// What a reader is told when Exchange can't be worked with.
@Suite struct ExchangeTroubleTests {
    private func failure(
        _ exchange: RunningExchange, _ change: (inout ExchangeConnector.Settings) -> Void
    ) async -> Failure? {
        do throws(Failure) {
            _ = try await exchange.connector(change).check()
            return nil
        } catch { return error }
    }

    @Test func `each kind of trouble has its own words`() async throws {
        try await RunningExchange.run { exchange in
            let password = await failure(exchange) {
                $0.credentials = .fixed(Login(username: "desk", password: Secret("wrong")))
            }
            #expect(password?.code == .authenticationRefused)
            #expect(password?.message.contains("refused 'desk'") == true, "\(password?.message ?? "")")
            let nobody = await failure(exchange) { $0.credentials = .none }
            #expect(nobody?.message.contains("wants a login") == true, "\(nobody?.message ?? "")")
            let path = await failure(exchange) { $0.url = "http://127.0.0.1:\(exchange.port)/ews/nothing.asmx" }
            #expect(path?.message.contains("has no Exchange Web Services there") == true, "\(path?.message ?? "")")
            let mailbox = await failure(exchange) { $0.mailbox = "nobody@example.com" }
            #expect(mailbox?.code == .settingsWrong, "\(mailbox?.message ?? "")")
            let rights = await failure(exchange) { $0.mailbox = "ann@example.com" }
            #expect(rights?.code == .settingsWrong, "\(rights?.message ?? "")")
            let impersonation = await failure(exchange) {
                $0.mailbox = "ann@example.com"
                $0.impersonates = true
            }
            #expect(impersonation?.help.contains("ApplicationImpersonation") == true, "\(impersonation?.message ?? "")")
        }
    }

    @Test(arguments: [
        (ExchangeFault.page, Failure.Code.settingsWrong, "answers with a page"),
        (.redirect, .settingsWrong, "redirects"),
        (.truncated, .protocolViolation, "GetFolder"),
        (.code("ErrorInvalidServerVersion"), .settingsWrong, "ErrorInvalidServerVersion"),
        (.fault("ErrorSchemaValidation"), .settingsWrong, "ErrorSchemaValidation"),
        (.status(403, retryAfter: nil), .authenticationRefused, "does not let this login use Exchange Web Services"),
        (.status(500, retryAfter: nil), .notNow, "can't answer now"),
    ]) func `what is no answer of Exchange is told`(
        fault: ExchangeFault, code: Failure.Code, words: String
    ) async throws {
        try await RunningExchange.run { exchange in
            exchange.server.faults.order(fault, at: "GetFolder", times: 9)
            let failure = try #require(await failure(exchange) { _ in })
            #expect(failure.code == code || failure.code == .connectionLost, "\(failure)")
            #expect(failure.message.contains(words) || failure.code == .connectionLost, "\(failure.message)")
            #expect(!failure.help.isEmpty)
        }
    }

    @Test func `impersonation and delegation reach the mailbox, and name it`() async throws {
        let robot = SandboxUser(
            login: "robot", password: Secret("x"), name: "Robot", addresses: ["robot@example.com"], mayImpersonate: true
        )
        let shared = SandboxUser(
            login: "shared", password: Secret("x"), name: "Shared", addresses: ["shared@example.com"],
            delegates: ["ann"])
        try await RunningExchange.run([.ann, robot, shared]) { exchange in
            let impersonating = exchange.connector(as: robot) {
                $0.mailbox = "shared@example.com"
                $0.impersonates = true
            }
            let found = try await impersonating.check()
            #expect(found[3] == "works in the name of shared@example.com")
            #expect(exchange.server.faults.calls.last?.anchor == "shared@example.com")
            let delegating = exchange.connector(as: .ann) { $0.mailbox = "shared@example.com" }
            let opened = try await delegating.check()
            #expect(opened[3] == "works in the mailbox of shared@example.com as a delegate")
        }
    }
}
