import Attributes
import Connecting
import Diagnostics
import Glibc
import Spool
import Synchronization
import Testing

@testable import Engine

/// A service on a spool of its own, that delivers into a folder.
struct ServiceTests {
    private static let note = """
        kind: send
        attributes: {To: {type: string, required: true}, Title: {type: string, required: true}}
        email: {to: <To>, subject: <Title>, body: Hello}

        """
    private static let data: JSON = ["To": "ivan@example.com", "Title": "One"]

    /// What a service has told.
    private final class Ear: Sendable {
        let news = Mutex<[ServiceNews]>([])

        @Sendable func hear(_ item: ServiceNews) { news.withLock { $0.append(item) } }

        func count(_ isMeant: (ServiceNews) -> Bool) -> Int { news.withLock { $0.count { isMeant($0) } } }
    }

    private struct Stand {
        let files: TestWorkspace
        let spool: any Spool
        let service: Service
        let ear = Ear()

        init(_ more: [String: String] = [:], schedule: RetrySchedule = RetrySchedule()) async throws {
            files = try TestWorkspace(["routes/note.yaml": ServiceTests.note].merging(more) { $1 })
            spool = try await SpoolAddress("sqlite:router.db", workspace: files.folder).open()
            let workspace = files.load()
            #expect(workspace.findings.errors == 0, "\(files.said)")
            service = try await Service.start(workspace, on: spool, schedule: schedule, tell: ear.hear)
        }

        func end() async {
            await service.stop(within: .seconds(60))
            await spool.close()
        }

        func letters(in folder: String = "mail") -> Int {
            (try? WorkspaceFolderListing.names(in: "\(files.folder)/\(folder)/new").count) ?? 0
        }

        /// The state of a submission once it is no longer on its way.
        func outcome(_ id: UUIDv7) async throws -> MessageState? {
            try await service.outcome(of: id, atMost: .seconds(240))?.first?.state
        }
    }

    /// Asks until it is so; fails after minutes.
    private func eventually(_ isSo: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(240)
        while ContinuousClock.now < deadline {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    @Test func `what is accepted is sent, counted, and told of`() async throws {
        let stand = try await Stand()
        let accepted = try await stand.service.submit(Self.data, to: "note", trace: "00-1-2-01")
        #expect(accepted.state == .queued && accepted.messages.count == 1 && !accepted.isRepeated)
        #expect(try await stand.outcome(accepted.id) == .sent)
        #expect(stand.letters() == 1)
        let story = try #require(try await stand.spool.story(of: accepted.messages[0].id))
        #expect(story.trace == "00-1-2-01" && story.attempts.count == 1)
        let counts = try #require(stand.service.tallies.all.values.first)
        #expect(counts.accepted == 1 && counts.recipients[.sent] == 1 && counts.delivery.count == 1)
        #expect(stand.ear.count { if case .attempted = $0 { true } else { false } } == 1)
        await stand.end()
    }

    @Test func `the same key sends once, and with other data nothing`() async throws {
        let stand = try await Stand()
        let first = try await stand.service.submit(Self.data, to: "note", key: "k")
        let again = try await stand.service.submit(["Title": "One", "To": "ivan@example.com"], to: "note", key: "k")
        #expect(again.id == first.id && again.isRepeated && again.messages.map(\.id) == first.messages.map(\.id))
        await #expect {
            try await stand.service.submit(["To": "a@x.org", "Title": "Two"], to: "note", key: "k")
        } throws: {
            if case SubmitProblem.conflict(let id) = $0 { id == first.id } else { false }
        }
        #expect(try await stand.outcome(first.id) == .sent)
        await stand.end()
        #expect(stand.letters() == 1)
    }

    @Test func `what can't be taken is told with its kind, and leaves nothing`() async throws {
        let stand = try await Stand([
            "routes/off.yaml": Self.note + "disabled: true\n", "routes/shop.yaml": Self.note + "application: shop\n",
        ])
        func problem(_ data: JSON, _ name: String, for applications: Set<String>? = nil) async -> String {
            do throws(SubmitProblem) {
                _ = try await stand.service.submit(data, to: name, applications: applications)
                return "taken"
            } catch {
                switch error {
                case .noSuchRoute(_, let help): return "no route; \(help ?? "")"
                case .disabled(let words, _): return words
                case .forbidden: return "forbidden"
                case .data(let mismatches, _): return mismatches.list.map(\.pointer).joined(separator: " ")
                default: return "\(error)"
                }
            }
        }
        #expect(await problem(Self.data, "nte") == "no route; did you mean 'note'?")
        #expect(await problem(Self.data, "off") == "the route 'off' is disabled")
        #expect(await problem(Self.data, "shop", for: ["hr"]) == "forbidden")
        #expect(await problem(Self.data, "shop", for: ["shop"]) == "taken")
        #expect(await problem(["Titel": 1], "note") == "/To /Title /Titel")
        #expect(try await stand.spool.list(MessageFilter(), Page()).count == 1)
        await stand.end()
    }

    @Test func `a way that is closed opens its circuit, is told of once by letter, and is tried again`() async throws {
        var schedule = RetrySchedule()
        schedule.first = .milliseconds(5)
        let stand = try await Stand(
            [
                "router.yaml": "alerts: {to: [ops@example.com]}\n",
                "connections/local.yaml":
                    "kind: maildir\npath: mail\ndefault: true\nsender: {address: robot@example.com}\n",
                "connections/shut.yaml": "kind: maildir\npath: file/box\nsender: {address: robot@example.com}\n",
                "routes/shut.yaml": Self.note + "connection: shut\n", "file": "in the way",
            ], schedule: schedule)
        let accepted = try await stand.service.submit(Self.data, to: "shut")
        #expect(try await stand.outcome(accepted.id) == .deferred)
        #expect(try await eventually { await stand.service.health()["shut"]?.circuit.isOpen == true })
        #expect(await stand.service.health()["local"]?.circuit.isOpen == false)
        // The other way is as good as ever.
        let other = try await stand.service.submit(Self.data, to: "note")
        #expect(try await stand.outcome(other.id) == .sent)
        // The alert, and the letter.
        #expect(try await eventually { stand.letters() == 2 })
        unlink("\(stand.files.folder)/file")
        await stand.service.hurry()
        #expect(try await eventually { stand.letters(in: "file/box") == 1 })
        #expect(try await eventually { await stand.service.health()["shut"]?.circuit.isOpen == false })
        #expect(stand.ear.count { if case .alerted = $0 { true } else { false } } == 1)
        await stand.end()
        #expect(stand.letters() == 2 && stand.letters(in: "file/box") == 1)
    }

    @Test func `a letter that waits too long has failed for good, and people hear of it`() async throws {
        var schedule = RetrySchedule()
        schedule.patience = .zero
        let stand = try await Stand(
            [
                "router.yaml": "alerts: {to: ops@example.com}\n",
                "connections/local.yaml":
                    "kind: maildir\npath: mail\ndefault: true\nsender: {address: robot@example.com}\n",
                "connections/shut.yaml": "kind: maildir\npath: file/box\nsender: {address: robot@example.com}\n",
                "routes/shut.yaml": Self.note + "connection: shut\n", "file": "in the way",
            ], schedule: schedule)
        for _ in 0..<3 {
            let accepted = try await stand.service.submit(Self.data, to: "shut")
            #expect(try await eventually { try await stand.outcome(accepted.id) == .failed })
            await stand.service.hurry()
        }
        #expect(try await eventually { stand.letters() >= 1 })
        await stand.end()
    }

    @Test func `another workspace takes over, and what waits goes its way`() async throws {
        var schedule = RetrySchedule()
        schedule.first = .milliseconds(5)
        let stand = try await Stand(
            [
                "connections/local.yaml":
                    "kind: maildir\npath: file/box\ndefault: true\nsender: {address: r@example.com}\n", "file": "",
            ],
            schedule: schedule)
        let accepted = try await stand.service.submit(Self.data, to: "note")
        #expect(try await stand.outcome(accepted.id) == .deferred)
        try stand.files.write(
            "kind: maildir\npath: mail\ndefault: true\nsender: {address: r@example.com}\n", to: "connections/local.yaml"
        )
        await stand.service.use(stand.files.load())
        #expect(try await eventually { stand.letters() == 1 })
        await stand.end()
    }

    @Test func `what can't be done now and again is told of once`() async throws {
        let stand = try await Stand()
        await stand.spool.close()
        func complaints() -> Int {
            stand.ear.count {
                if case .choreFails(.recovering, let problem) = $0 { problem.code == .closed } else { false }
            }
        }
        #expect(try await eventually { complaints() == 1 })
        await stand.service.stop(within: .seconds(60))
        #expect(complaints() == 1)
    }

    @Test func `many at once on all buses arrive once each, and a stop gives back what was not begun`() async throws {
        var routes: [String: String] = [:]
        for bus in 0...3 { routes["routes/bus\(bus).yaml"] = Self.note + "bus: \(bus)\n" }
        let stand = try await Stand(routes)
        let service = stand.service
        let accepted = await withTaskGroup(of: UUIDv7?.self) { group in
            for number in 0..<400 {
                group.addTask { try? await service.submit(Self.data, to: "bus\(number & 3)").id }
            }
            return await group.reduce(into: []) { if let id = $1 { $0.append(id) } }
        }
        #expect(accepted.count == 400)
        await stand.service.stop(within: .seconds(120))
        let arrived = stand.letters()
        let states = try await stand.spool.list(MessageFilter(), Page(limit: 1000)).map(\.state)
        #expect(states.count == 400 && states.count { $0 == .sent } == arrived)
        #expect(states.allSatisfy { $0 == .sent || $0 == .queued })
        await #expect(throws: SubmitProblem.self) { try await stand.service.submit(Self.data, to: "bus0") }
        // The next one works off what is left.
        let next = try await Service.start(stand.files.load(), on: stand.spool)
        #expect(try await eventually { stand.letters() == 400 })
        await next.stop(within: .seconds(60))
        #expect(try await stand.spool.list(MessageFilter(states: [.sent]), Page(limit: 1000)).count == 400)
        await stand.spool.close()
    }
}

/// What stands in a folder.
enum WorkspaceFolderListing {
    struct Missing: Error {}

    static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else { throw Missing() }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
