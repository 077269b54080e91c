import Attributes
import Spool
import ConnectingTesting
import Testing

@Suite struct `What waits in the spool is worked off` {
    @Test func `what is due goes out, and the summary says how much`() async throws {
        let server = try ScriptedServer()
        let waiting = try Waiting.at(server)
        let first = try await waiting.put(to: "ivan@example.test")
        _ = try await waiting.put(to: "olga@example.test", "petr@example.test")
        let outcome = try await waiting.queue("run")
        #expect(outcome.status == 0 && outcome.stdout == "", "\(outcome.told)")
        #expect(outcome.stderr == "2 sent\n")
        #expect(
            Set(server.deliveries.flatMap(\.recipients))
                == ["ivan@example.test", "olga@example.test", "petr@example.test"])
        let story = try await waiting.story(first)
        #expect(story.state == "sent" && story.attempts == 1 && story.next == .null)
        #expect(story.history[0].recipients[0].reply.text?.hasPrefix("250") == true)
        let again = try await waiting.queue("run")
        #expect(again.status == 0 && again.stderr == "nothing was due\n")
        #expect(server.deliveries.count == 2)
    }

    @Test func `what is deferred stays until its time, or until somebody retries it`() async throws {
        let server = try ScriptedServer(
            Script(rules: [.init("RCPT TO:<bob@", "450 4.2.1 mailbox busy", times: 1)]))
        let waiting = try Waiting.at(server)
        let id = try await waiting.put(to: "bob@example.test", "ivan@example.test")
        let outcome = try await waiting.queue("run")
        #expect(outcome.status == 75)
        #expect(outcome.stdout == "deferred \(id) note → bob@example.test +1: 450 4.2.1 mailbox busy\n")
        #expect(outcome.stderr.hasPrefix("1 deferred; the next is due in "), "\(outcome.told)")
        try await waiting.postpone()

        let early = try await waiting.queue("run")
        #expect(early.status == 0)
        #expect(early.stderr.hasPrefix("nothing was due; the next is due in "), "\(early.told)")
        #expect(server.deliveries.map(\.recipients) == [["ivan@example.test"]])

        let retried = try await waiting.queue("retry", id)
        #expect(retried.status == 0)
        #expect(retried.stdout == "retried \(id): 1 recipient\n")
        let late = try await waiting.queue("run", "--json")
        #expect(late.status == 0)
        #expect(try late.json.state == "sent" && late.json.id.text == id)
        #expect(try late.json.keys == ["connection", "id", "messageId", "recipients", "route", "state", "submission"])
        #expect(server.deliveries.map(\.recipients) == [["ivan@example.test"], ["bob@example.test"]])
        let story = try await waiting.story(id)
        #expect(story.history.items.map { $0["number"] } == [1, 2])
        #expect(story.history[0].error.code == "not-now")
        #expect(story.recipients.items.map(\.state) == ["sent", "sent"])
    }

    @Test func `what is refused for good fails, and fails again when it is retried`() async throws {
        let server = try ScriptedServer(Script(rules: [.init("RCPT TO:<nobody@", "550 5.1.1 no such user")]))
        let waiting = try Waiting.at(server)
        let id = try await waiting.put(to: "nobody@example.test")
        for attempts in 1...2 {
            let outcome = try await waiting.queue("run")
            #expect(outcome.status == 67)
            #expect(outcome.stdout == "failed \(id) note → nobody@example.test: 550 5.1.1 no such user\n")
            #expect(outcome.stderr == "1 failed\n")
            let story = try await waiting.story(id)
            #expect(story.state == "failed" && story.history.items.count == attempts)
            #expect(story.error.code == "recipient-refused" && story.error.help == "check the address")
            #expect(try await waiting.queue("retry", "--state", "failed").stdout == "retried \(id): 1 recipient\n")
        }
        #expect(server.deliveries.isEmpty)
    }

    @Test func `whose outcome nobody knows is held, until somebody decides`() async throws {
        var script = Script(fault: .closesAt("."))
        script.faultyConnections = 2
        let server = try ScriptedServer(script)
        let waiting = try Waiting.at(server)
        let first = try await waiting.put(to: "ivan@example.test")
        #expect(try await waiting.queue("run").status == 76)
        let second = try await waiting.put(to: "olga@example.test")
        let outcome = try await waiting.queue("run")
        #expect(outcome.status == 76 && outcome.stderr == "1 held\n", "\(outcome.told)")
        #expect(try await waiting.list("--state", "held").count == 2)
        #expect(try await waiting.queue("run").stderr == "nothing was due\n")

        let cancelled = try await waiting.queue("cancel", first)
        #expect(cancelled.status == 0 && cancelled.stdout == "cancelled \(first): 1 recipient\n")
        let retried = try await waiting.queue("retry", "--state", "held", "--json")
        #expect(try retried.jsonLines.map(\.id.text) == [second])
        #expect(try retried.json.done == true && retried.json.state == "queued")
        #expect(try await waiting.queue("run").status == 0)
        #expect(server.deliveries.map(\.recipients) == [["olga@example.test"]])
        #expect(try await waiting.story(first).state == "cancelled")
    }

    @Test func `a letter whose route says so is sent again when nobody knows`() async throws {
        var script = Script(fault: .closesAt("."))
        script.faultyConnections = 1
        let server = try ScriptedServer(script)
        let waiting = try Waiting.at(server)
        let id = try await waiting.put(to: "ivan@example.test", unknown: .retry)
        #expect(try await waiting.queue("run").status == 76)
        #expect(try await waiting.story(id).state == "deferred")
    }

    @Test func `what is cancelled while it waits is never sent`() async throws {
        let server = try ScriptedServer()
        let waiting = try Waiting.at(server)
        let id = try await waiting.put(to: "ivan@example.test")
        #expect(try await waiting.queue("cancel", id).stdout == "cancelled \(id): 1 recipient\n")
        let outcome = try await waiting.queue("run")
        #expect(outcome.status == 0 && outcome.stderr == "nothing was due\n")
        #expect(server.record.connections == 0)
        let again = try await waiting.queue("retry", id)
        #expect(again.status == 65)
        #expect(again.stdout == "not retried \(id): it was cancelled: send it anew with 'router send'\n")
    }

    @Test func `two runs at once send each letter once`() async throws {
        let server = try ScriptedServer()
        let waiting = try Waiting.at(server)
        let count = 400
        try await waiting.put(many: count)
        async let first = waiting.queue("run", "--json")
        async let second = waiting.queue("run", "--json")
        let outcomes = try await [first, second]
        #expect(outcomes.allSatisfy { $0.status == 0 }, "\(outcomes.map(\.told))")
        #expect(server.deliveries.count == count)
        #expect(Set(server.deliveries.flatMap(\.recipients)).count == count)
        let lines = try outcomes.flatMap { try $0.jsonLines }
        #expect(lines.count == count && Set(lines.map(\.id.text)).count == count)
        #expect(try await waiting.list("--state", "sent").count == count)
    }

    @Test func `only letters of a route, or of a connection, when one is named`() async throws {
        let server = try ScriptedServer()
        let other = try ScriptedServer()
        let waiting = try Waiting.at(
            server,
            [
                "connections/second.yaml": """
                kind: smtp
                host: localhost
                port: \(other.port)
                encryption: none
                sender: {address: robot@example.test}

                """,
                "routes/alarm.yaml": Desk.note.replacing("kind: send\n", with: "kind: send\nconnection: second\n"),
            ])
        try await waiting.put(many: 20)
        _ = try await waiting.put(to: "a@example.test", route: "alarm", connection: "second", bus: 2)
        _ = try await waiting.put(to: "b@example.test", route: "alarm", due: .now)
        _ = try await waiting.put(to: "c@example.test", route: "alarm", due: .now + .seconds(36_000))
        let connection = try await waiting.queue("run", "--connection", "second")
        #expect(connection.stderr == "1 sent\n" && other.deliveries.count == 1 && server.deliveries.isEmpty)
        let route = try await waiting.queue("run", "--route", "alarm")
        #expect(route.stderr.hasPrefix("1 sent; the next is due in "), "\(route.told)")
        #expect(server.deliveries.map(\.recipients) == [["b@example.test"]])
        #expect(try await waiting.queue("run").stderr.hasPrefix("20 sent; the next is due in "))
        for (arguments, message) in [
            (["--route", "alram"], "there is no route 'alram', nor any message of one\n  help: did you mean 'alarm'?"),
            (["--connection", "secnod"], "there is no connection 'secnod'\n  help: did you mean 'second'?"),
        ] {
            let outcome = try await Program.run(["queue", "run"] + arguments, in: waiting.workspace.folder)
            #expect(outcome.status == 66 && outcome.stderr.contains(message), "\(outcome.told)")
        }
    }

    @Test func `where no server answers three letters try, and the others are left alone`() async throws {
        let waiting = try Waiting.nobody()
        try await waiting.put(many: 10)
        let outcome = try await waiting.queue("run")
        #expect(outcome.status == 75)
        #expect(outcome.stderr.hasPrefix("error[connection-refused]: the connection 'corporate': "), "\(outcome.told)")
        #expect(outcome.stderr.hasSuffix("3 deferred; others are due\n"))
        #expect(try await waiting.list("--state", "queued").count == 7)
        #expect(try await waiting.list("--state", "queued").allSatisfy { $0.attempts == 0 })
    }

    @Test func `a refused login is tried once`() async throws {
        let server = try ScriptedServer(
            Script(capabilities: ["AUTH PLAIN"], rules: [.init("AUTH", "535 5.7.8 no")]))
        let waiting = try Waiting.at(
            server,
            settings: """
                encryption: none
                auth: {type: basic, username: robot, password: "${env:DESK_PASSWORD}"}

                """)
        try await waiting.put(many: 4)
        let outcome = try await waiting.queue("run", environment: Desk.environment)
        #expect(outcome.status == 77)
        #expect(outcome.stderr.hasPrefix("error[authentication-refused]: "), "\(outcome.told)")
        #expect(try await waiting.list("--state", "queued").count == 3)
        #expect(!outcome.told.contains(Desk.environment["DESK_PASSWORD"] ?? "?"))
    }

    @Test func `letters for a connection that has gone are told of`() async throws {
        let server = try ScriptedServer()
        let waiting = try Waiting.at(server)
        _ = try await waiting.put(to: "a@example.test", connection: "gone")
        _ = try await waiting.put(to: "b@example.test")
        let outcome = try await waiting.queue("run")
        #expect(outcome.status == 78)
        #expect(
            outcome.stderr == """
                error[no-such-connection]: 1 letter waits for the connection 'gone', which the workspace does not have
                  help: bring connections/gone.yaml back, or give the letters up with 'router queue cancel --connection gone'
                1 sent

                """, "\(outcome.told)")
    }

    @Test func `a run for a while takes what comes, and ends when its time is over`() async throws {
        let server = try ScriptedServer()
        let waiting = try Waiting.at(server)
        _ = try await waiting.put(to: "a@example.test")
        _ = try await waiting.put(to: "b@example.test", due: .now + .seconds(2))
        let outcome = try await waiting.queue("run", "--until-empty")
        #expect(outcome.status == 0 && outcome.stderr == "2 sent\n", "\(outcome.told)")
        async let running = waiting.queue("run", "--for", "8s")
        _ = try await waiting.put(to: "c@example.test")
        let later = try await running
        #expect(later.status == 0 && later.stderr == "1 sent\n", "\(later.told)")
        #expect(later.took >= .seconds(8))
        #expect(server.deliveries.count == 3)
    }
}
