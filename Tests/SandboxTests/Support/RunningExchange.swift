import Attributes
import Diagnostics
import MIME
import Peers
import Sandbox
import Synchronization
import Testing

/// An Exchange of the sandbox that runs for a test, with exchangelib as its client.
struct RunningExchange {
    let mailboxes: Mailboxes
    private let listening: ListeningExchange
    var server: ExchangeServer { listening.server }
    var port: Int { listening.port }

    /// Runs a server on any free port for as long as `body` takes.
    static func run<T>(
        _ users: [SandboxUser] = [.desk, .ann], _ options: ExchangeServer.Options = .quick,
        _ body: (RunningExchange) async throws -> T
    ) async throws -> T {
        let mailboxes = Mailboxes(users)
        let running = RunningExchange(
            mailboxes: mailboxes, listening: try await ListeningExchange.start(mailboxes, options))
        let result: Result<T, any Error>
        do { result = .success(try await body(running)) } catch { result = .failure(error) }
        await running.listening.stop()
        return try result.get()
    }

    /// Lets exchangelib do something, and checks all answers that it got.
    ///
    /// - Returns: What it saw.
    func client(
        _ step: String, as user: SandboxUser = .desk, _ more: [String: JSON] = [:]
    ) async throws -> JSON {
        var options: [String: JSON] = [
            "url": .string(ExchangeServer.url(port: port)), "user": .string(user.login),
            "password": .string(user.password.reveal()), "address": .string(user.address),
        ]
        if let schema = EWSSchema.folder { options["schema"] = .string(schema) } else { EWSSchema.tellAbsence() }
        for (key, value) in more { options[key] = value }
        let object = JSON.object(options.map { JSON.Member(name: $0.key, value: $0.value) })
        let output = try await Python.run("exchange_client.py", arguments: [step, object.printed()])
        let answer = try JSON.read(output)
        if case .array(let invalid) = answer["invalid"], !invalid.isEmpty {
            throw Python.Problem("answers that the schema refuses: \(invalid.compactMap(\.text))")
        }
        if EWSSchema.folder != nil, answer["envelopes"] == .integer(0) {
            throw Python.Problem("no answer was validated")
        }
        return answer["result"] ?? .null
    }
}

extension EWSSchema {
    /// Tells, once a test, that its answers were compared with nothing.
    static func tellAbsence() {
        guard let test = Test.current?.id, told.withLock({ $0.insert(test).inserted }) else { return }
        Issue.record(
            "the published schemas are not beside the package: no answer of this test is validated", severity: .warning)
    }

    private static let told = Mutex<Set<Test.ID>>([])
}

extension ExchangeServer.Options {
    /// With short minutes, so that streams end soon.
    static var quick: Self {
        var options = Self()
        options.minute = .seconds(20)
        options.beat = .milliseconds(500)
        return options
    }
}

extension RunningExchange {
    /// A letter that comes for Ann from outside.
    func deliver(_ letter: String) {
        _ = mailboxes.deliver(Array(letter.utf8), from: "desk@example.com", to: ["ann@example.com"])
    }
}

extension JSON {
    /// The items of an array; of all else none.
    var list: [JSON] {
        if case .array(let items) = self { items } else { [] }
    }
}
