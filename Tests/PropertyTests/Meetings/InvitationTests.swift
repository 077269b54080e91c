import Attributes
import Engine
import ICalendar
import Peers
import Testing

/// Invitations of every kind pass all judges, and say what their meeting says.
@Suite struct InvitationTests {
    private static let now = Instant(seconds: 1_795_000_000)

    static let connection = """
        kind: maildir
        default: true
        path: var/mail
        sender: {address: robot@example.com, name: Робот}
        """

    private static func letters(_ route: SendRoute, _ data: DataFile, _ workspace: Workspace) throws -> [RenderedLetter]
    {
        try Renderer(route, now: now).render(try data.check(for: route, in: workspace))
    }

    @Test func `every invitation of the sample workspace is right in everyone's eyes`() async throws {
        let workspace = TemporaryWorkspace.load(Python.packageFolder)
        var letters: [(String, RenderedLetter)] = []
        for (name, route) in workspace.routes.sorted(by: { $0.key < $1.key }) {
            for test in route.tests {
                let data =
                    switch test.data {
                    case .json(let json): DataFile(json: json, folder: workspace.folder.path, name: "data")
                    case .file(let path): try DataFile(path: workspace.folder.resolve(path), name: path)
                    }
                letters += try Self.letters(route, data, workspace).map { ("\(name): \(test.name)", $0) }
            }
        }
        let invitations = try await ProvenInvitation.all(letters)
        #expect(invitations.count >= 2)
        for invitation in invitations { try invitation.expectRight() }
    }

    @Test func `every kind of meeting is right in everyone's eyes, and takes place when its zone says`() async throws {
        var files = ["connections/local.yaml": Self.connection]
        for shape in MeetingShape.all { files["routes/\(shape.name).yaml"] = shape.route }
        let open = try TemporaryWorkspace(files)
        var letters: [(String, RenderedLetter)] = []
        for shape in MeetingShape.all {
            let data = DataFile(json: shape.data, folder: open.path, name: "data")
            letters += try Self.letters(try open.route(shape.name), data, open.workspace).map { (shape.name, $0) }
        }
        let invitations = try await ProvenInvitation.all(letters)
        #expect(invitations.count == letters.count)
        for invitation in invitations {
            try invitation.expectRight()
            let shape = try #require(MeetingShape.all.first { $0.name == invitation.name })
            #expect(try invitation.libical.occurrences == Self.times(of: shape), "\(shape.name) in \(shape.zone)")
        }
        let sizes = Dictionary(grouping: invitations, by: \.name).mapValues { $0.map(\.meeting.attendees.count) }
        #expect(sizes["crowd"] == [200])
        #expect(sizes["own"] == [1, 1])
        #expect(sizes["each"] == [2, 2])
        #expect(sizes["listed"] == [3])
    }

    /// When its zone's clocks show the time of its start, each so many days.
    private static func times(of shape: MeetingShape) throws -> [String] {
        let zone = try #require(Zone.named(shape.zone))
        let start = try Instant(shape.start, in: zone)
        guard let days = shape.days else { return [start.iso8601] }
        let first = zone.civil(at: start)
        return try (0..<days.count).map { number in
            let civil = CivilTime(secondsAsIfUTC: first.secondsAsIfUTC + Int64(number * days.step * 86_400))
            switch zone.resolve(civil) {
            case .one(let instant), .twice(let instant, _): return instant.iso8601
            case .gap: throw PeerFailure("\(shape.name) falls into a gap of \(shape.zone): choose another start")
            }
        }
    }

    @Test func `the same key and organizer are the same meeting from any route, and the later version wins`() throws {
        func route(_ lines: String) -> String {
            """
            kind: send
            attributes: {Key: {type: string, required: true}}
            email:
              to: ivan@example.com
              subject: Планёрка
              body: Приходите.
              meeting:
                start: 2026-12-01T10:00
                key: <Key>
                \(lines)

            """
        }
        let open = try TemporaryWorkspace([
            "connections/local.yaml": Self.connection, "routes/invite.yaml": route("reminder: 15m"),
            "routes/move.yaml": route("location: Зал"), "routes/end.yaml": route("method: cancel"),
            "routes/other.yaml": route("organizer: hr@example.com"),
            "routes/same.yaml": route("organizer: Some Name <ROBOT@Example.COM>"),
        ])
        func meeting(_ name: String, _ key: String, after seconds: Int64) throws -> Meeting {
            let route = try open.route(name)
            let record = try route.schema.check(
                ["Key": .string(key)], in: open.workspace.context(for: route, documents: .refused)
            ).get()
            let now = Instant(seconds: Self.now.seconds + seconds)
            return try #require(try Renderer(route, now: now).render(record)[0].meeting)
        }
        var random = Fuzz.random()
        for _ in 0..<Fuzz.rounds(20) {
            let key = "k\(Chance.hostile(&random))"
            let versions = try ["invite", "move", "invite", "same", "end"].enumerated().map { number, name in
                try meeting(name, key, after: Int64(number))
            }
            #expect(Set(versions.map(\.uid)).count == 1, Fuzz.note(key))
            #expect(zip(versions, versions.dropFirst()).allSatisfy { $0.sequence < $1.sequence }, Fuzz.note(key))
            #expect(try meeting("other", key, after: 0).uid != versions[0].uid, Fuzz.note(key))
            #expect(try meeting("invite", "\(key)'", after: 0).uid != versions[0].uid, Fuzz.note(key))
            #expect(try meeting("invite", " \(key)\n", after: 0).uid == versions[0].uid, Fuzz.note(key))
        }
    }
}
