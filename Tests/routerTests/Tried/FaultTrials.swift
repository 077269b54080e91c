import ConnectingTesting
import Peers
import Testing

@Suite struct `Tried for the document: faults` {
    private static let scripted = "a scripted server"

    /// A short time for those faults alone that end with it: a slow machine may need longer for the others.
    private static func settings(waits: Bool) -> String { "encryption: none\n\(waits ? "timeout: 2s\n" : "")" }

    private static func postfix(_ what: String, _ door: Listener = .plain) async throws -> Trial {
        Trial(
            .faults, what, server: try await Postfix.version, port: try await PostOffice.shared.postfix.port(door),
            "encryption: none\n")
    }

    @Test func `a port at which nobody listens`() async throws {
        let server = try await AsyncMailServer.start()
        await server.stop()
        let outcome = try await Trial(
            .faults, "a port at which nobody listens", server: "nobody", port: server.port, "encryption: none\n"
        ).run()
        #expect(outcome.status == 75 && outcome.stderr.hasPrefix("error[connection-refused]"), "\(outcome.told)")
    }

    @Test(arguments: [
        ("421 4.3.2 busy", "421 in the greeting"), ("554 5.7.1 go away", "554 in the greeting"),
        ("HTTP/1.1 400 Bad Request", "a web server at that port"),
    ])
    func `a greeting that is none`(greeting: String, what: String) async throws {
        var script = Script()
        script.greeting = greeting
        let server = try ScriptedServer(script)
        let outcome = try await Trial(
            .faults, what, server: Self.scripted, port: server.port, Self.settings(waits: greeting.hasPrefix("HTTP"))
        ).run()
        #expect(outcome.status == 75, "\(outcome.told)")
    }

    @Test(arguments: [
        (Script.Fault.hangsAt("EHLO"), "no answer to EHLO", 75),
        (.closes(afterBytes: 0), "hung up without a greeting", 75),
        (.closesAt("MAIL"), "hung up at MAIL", 75), (.closesAt("RCPT"), "hung up at RCPT", 75),
        (.closesAt("DATA"), "hung up at DATA", 75), (.closesAt("."), "hung up after the whole letter", 76),
    ])
    func `a server that breaks off`(fault: Script.Fault, what: String, exit: Int) async throws {
        let server = try ScriptedServer(Script(fault: fault))
        let outcome = try await Trial(
            .faults, what, server: Self.scripted, port: server.port, Self.settings(waits: what.hasPrefix("no answer"))
        ).run(to: "ivan@example.test")
        #expect(outcome.status == exit, "\(outcome.told)")
    }

    @Test(arguments: [
        (Postfix.refused, "an unknown recipient", 67), (Postfix.later, "a recipient whose mailbox is busy", 75),
        ("ivan@elsewhere.test", "a recipient of another domain", 67),
    ])
    func `a recipient that is refused`(recipient: String, what: String, exit: Int) async throws {
        let outcome = try await Self.postfix(what).run(to: recipient)
        #expect(outcome.status == exit, "\(outcome.told)")
    }

    @Test func `a sender that is refused`() async throws {
        let data = Desk.data(to: "ivan@example.test", from: Postfix.banned)
        let outcome = try await Self.postfix("a sender who is banned").run(sending: [data])
        #expect(outcome.status == 69, "\(outcome.told)")
    }

    @Test func `a letter that is too large`() async throws {
        let data = Desk.data(to: "ivan@example.test", body: String(repeating: "Дорогой друг! ", count: 8000))
        let outcome = try await Self.postfix("a letter beyond the server's limit", .small).run(sending: [data])
        #expect(outcome.status == 69, "\(outcome.told)")
    }

    @Test(arguments: [("MAIL", "sender"), ("RCPT", "recipient"), (".", "letter")])
    func `a server that says no, or later, whatever it is asked`(command: String, what: String) async throws {
        let version = try await Sink.version
        let refuses = try await Sink.start([.refuses(command)])
        let never = try await Trial(
            .faults, "5xx to every \(what)", server: version, port: refuses.port, "encryption: none\n"
        ).run(to: "ivan@example.test")
        #expect(never.status == (command == "RCPT" ? 67 : 69), "\(never.told)")
        await refuses.stop()
        let defers = try await Sink.start([.defers(command)])
        let later = try await Trial(
            .faults, "4xx to every \(what)", server: version, port: defers.port, "encryption: none\n"
        ).run(to: "ivan@example.test")
        #expect(later.status == 75, "\(later.told)")
        await defers.stop()
    }
}
