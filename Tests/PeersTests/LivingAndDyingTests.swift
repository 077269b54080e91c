import Glibc
import Peers
import Testing

@Suite struct `Servers come and go without a trace` {
    @Test func `two post offices side by side don't clash, and nothing of them stays`() async throws {
        let traces = try await PostOffice.with { first in
            try await PostOffice.with { second in
                for office in [first, second] {
                    let inbox = office.inbox("ivan@example.test")
                    let talk = SMTPTalk(port: office.postfix.port(.plain), recipients: [inbox.address])
                    _ = try await talk.held()
                    _ = try await inbox.letter()
                }
                return Traces(of: first) + Traces(of: second)
            }
        }
        #expect(traces.groups.count == 4)
        #expect(Processes.living(inGroups: traces.groups) == [])
        #expect(traces.folders.filter { access($0, F_OK) == 0 } == [])
    }

    @Test func `a sink fails in the way it is told to, and goes`() async throws {
        let sink = try await Sink.start([.hangsUp(".")])
        let replies = try await SMTPTalk(port: sink.port, recipients: ["ivan@example.test"]).held()
        #expect(replies.last == "ERROR SMTPServerDisconnected Connection unexpectedly closed")
        let group = try #require(sink.guardian.processGroup)
        await sink.stop()
        #expect(Processes.living(inGroups: [group]) == [])
    }

    @Test func `a server that can't start says why`() async throws {
        let folder = try Guardian.newFolder()
        let guardian = try Guardian(of: folder, running: ["dovecot", "-F", "-c", "\(folder)/absent.conf"])
        while !guardian.serverHasEnded { try await Task.sleep(for: .milliseconds(5)) }
        #expect(guardian.output.contains("absent.conf"))
        await guardian.stop()
        #expect(access(folder, F_OK) != 0)
    }

    @Test func `a killed test process takes its servers along`() async throws {
        let result = await #expect(
            processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
        ) {
            let office = try await PostOffice.open()
            let traces = Traces(of: office)
            print(traces.groups.map { "group=\($0)=" }.joined())
            print(traces.folders.map { "folder=\($0)=" }.joined())
            fflush(nil)
            kill(getpid(), SIGKILL)
        }
        let words = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
            .split(whereSeparator: { $0 == "=" || $0.isNewline }).map(String.init)
        let groups = zip(words, words.dropFirst()).filter { $0.0 == "group" }.compactMap { Int($0.1) }
        let folders = zip(words, words.dropFirst()).filter { $0.0 == "folder" }.map(\.1)
        #expect(groups.count == 2 && folders.count == 3)

        let deadline = ContinuousClock.now.advanced(by: .seconds(120))
        var remains = true
        while remains, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            remains = !Processes.living(inGroups: groups).isEmpty || folders.contains { access($0, F_OK) == 0 }
        }
        #expect(!remains, "\(Processes.living(inGroups: groups)) \(folders)")
    }
}
