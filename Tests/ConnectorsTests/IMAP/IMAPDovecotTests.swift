import Connecting
import ConnectingTesting
import Diagnostics
import Glibc
import Peers
import Synchronization
import Testing
import Wire

@testable import Connectors

/// The same against Dovecot, with Python's `imaplib` as the witness.
@Suite struct IMAPDovecotTests {
    private static let count = Atomic<Int>(0)

    private static func newUser() -> String { "desk-\(count.add(1, ordering: .relaxed).newValue)@example.test" }

    private func connector(
        _ port: Int, _ user: String, encryption: LineSettings.Encryption = .none, authority: TestAuthority? = nil,
        mechanism: String? = nil, interval: Duration = .seconds(600)
    ) -> IMAPConnector {
        IMAPConnector(
            .init(
                host: "localhost", port: port, encryption: encryption,
                credentials: .fixed(
                    Login(username: user, password: Secret(Dovecot.password), mechanism: mechanism)),
                tls: TLSSettings(ca: authority?.certificate), interval: interval))
    }

    private func letter(_ subject: String) -> [UInt8] {
        Array("From: ivan@example.test\r\nSubject: \(subject)\r\n\r\nhello\r\n".utf8)
    }

    @Test func `a receiver keeps to the contract`() async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let user = Self.newUser()
        let hand = dovecot.hand(user)
        let number = Mutex(0)
        let mailbox = ReceiverConformance.Mailbox(
            connector(dovecot.imapPort, user),
            newFolder: {
                let name = "Work/\(number.withLock { number in number += 1; return number })"
                try await hand.create(name.replacing("/", with: "."))
                return name
            },
            deliver: { folder, letters in try await hand.append(letters, to: folder.replacing("/", with: ".")) },
            remove: { folder, subject in try await hand.remove(subject, from: folder.replacing("/", with: ".")) },
            contents: { folder in try await hand.contents(folder.replacing("/", with: ".")) })
        let violations = await ReceiverConformance(mailbox).violations()
        #expect(violations == [])
    }

    @Test(arguments: [LineSettings.Encryption.none, .tls, .ssl], [nil, "PLAIN", "LOGIN", "CRAM-MD5"])
    func `every encryption and every login with a password does`(
        _ encryption: LineSettings.Encryption, _ mechanism: String?
    ) async throws {
        let office = try await PostOffice.shared
        let port = encryption == .ssl ? office.dovecot.imapsPort : office.dovecot.imapPort
        let lines = try await connector(
            port, Self.newUser(), encryption: encryption, authority: office.authority, mechanism: mechanism
        ).check()
        #expect(lines.count == 5)
        #expect(lines[3] == "tells of new letters by itself (IDLE)")
        #expect(lines[4] == "folders: INBOX")
    }

    @Test(
        arguments: [
            (TestAuthority.Kind.expired, "has expired"), (.selfSigned, "is signed by itself"),
            (.otherHost, "is for another name than localhost"), (.notYetValid, "is not valid yet"),
            (.stranger, "is signed by 'An authority that nobody knows'"),
        ], [LineSettings.Encryption.tls, .ssl])
    func `a server that can't prove who it is is told nothing`(
        _ certificate: (kind: TestAuthority.Kind, words: String), _ encryption: LineSettings.Encryption
    ) async throws {
        let authority = try await PostOffice.shared.authority
        let dovecot = try await Dovecot.start(authority: authority, certificate: certificate.kind)
        let port = encryption == .ssl ? dovecot.imapsPort : dovecot.imapPort
        do throws(Failure) {
            _ = try await connector(port, "desk", encryption: encryption, authority: authority).check()
            Issue.record("it was trusted")
        } catch {
            #expect(error.code == .certificateRefused)
            #expect(error.message.contains(certificate.words), "\(error.message)")
        }
        await dovecot.stop()
    }

    @Test func `a token logs in, and opens another mailbox than its own only where the server lets it`() async throws {
        let office = try await LoginOffice.shared
        let token = try await office.tokens.newAccessToken()
        for mechanism in ["XOAUTH2", "OAUTHBEARER"] {
            let login = Login(
                username: DovecotLogins.user, proof: .token(Secret(token)), mechanism: mechanism)
            let connector = IMAPConnector(
                .init(
                    host: "localhost", port: office.dovecot.imapsPort, encryption: .ssl, credentials: .fixed(login),
                    tls: TLSSettings(ca: office.office.authority.certificate)))
            #expect(try await connector.check().contains("logged in as \(DovecotLogins.user)"))
            let other = IMAPConnector(
                .init(
                    host: "localhost", port: office.dovecot.imapsPort, encryption: .ssl,
                    credentials: .fixed(
                        Login(username: "other@example.test", proof: .token(Secret(token)), mechanism: mechanism)),
                    tls: TLSSettings(ca: office.office.authority.certificate)))
            do throws(Failure) {
                _ = try await other.check()
                Issue.record("another's mailbox was opened")
            } catch {
                #expect(error.code == .authenticationRefused, "\(error)")
                #expect(!"\(error)".contains(token))
            }
        }
    }

    @Test func `a Windows password logs in`() async throws {
        let office = try await LoginOffice.shared
        let connector = IMAPConnector(
            .init(
                host: "localhost", port: office.dovecot.imapPort, encryption: .tls,
                credentials: .fixed(
                    Login(
                        username: DovecotLogins.windowsUser,
                        proof: .windows(password: Secret(DovecotLogins.windowsPassword), tickets: nil))),
                tls: TLSSettings(ca: office.office.authority.certificate)))
        #expect(try await connector.check().contains(#"logged in as CORP\svc"#))
    }

    @Test func `a wrong password is told with what may be the cause`() async throws {
        let office = try await LoginOffice.shared
        let connector = IMAPConnector(
            .init(
                host: "localhost", port: office.dovecot.imapPort, encryption: .tls,
                credentials: .fixed(Login(username: DovecotLogins.user, password: Secret("wrong-wrong"))),
                tls: TLSSettings(ca: office.office.authority.certificate)))
        do throws(Failure) {
            _ = try await connector.check()
            Issue.record("it was taken")
        } catch {
            #expect(error.code == .authenticationRefused && error.verdict == .never)
            #expect(error.message.hasSuffix("NO [AUTHENTICATIONFAILED] Authentication failed."), "\(error.message)")
            #expect(error.help.contains("IMAP may be off in the mailbox's settings"))
        }
    }

    @Test func `news ends a wait long before the interval does`() async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let user = Self.newUser()
        let session = try await connector(dovecot.imapPort, user).open("INBOX", acknowledging: .seen)
        let look = try await session.look(after: nil, limit: 10)
        async let wait: Void = session.wait(atMost: .seconds(600))
        try await dovecot.hand(user).append([letter("news")])
        let start = ContinuousClock.now
        try await wait
        // A second is what it takes; a machine under load may take more.
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(try await session.look(after: look.cursor, limit: 10).items.count == 1)
        await session.close()
    }

    @Test func `a server that ends the session while it idles is told of at once`() async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let user = Self.newUser()
        let session = try await connector(dovecot.imapPort, user).open("INBOX", acknowledging: .seen)
        let wait = Task { () -> Failure? in
            do throws(Failure) {
                try await session.wait(atMost: .seconds(600))
                return nil
            } catch {
                return error
            }
        }
        try await dovecot.kick(user)
        let failure = try #require(await wait.value)
        #expect(failure.code == .connectionLost && failure.verdict == .again)
        let next = try await connector(dovecot.imapPort, user).open("INBOX", acknowledging: .seen)
        await next.close()
    }

    @Test func `a connection that has silently died is noticed within two intervals`() async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let relay = try StallingRelay(to: dovecot.imapPort)
        let interval = Duration.seconds(10)
        let session = try await connector(relay.port, Self.newUser(), interval: interval)
            .open("INBOX", acknowledging: .seen)
        try await session.wait(atMost: .milliseconds(100))
        relay.stall()
        let start = ContinuousClock.now
        do throws(Failure) {
            try await session.wait(atMost: .seconds(600))
            Issue.record("it was not noticed")
        } catch {
            let passed = ContinuousClock.now - start
            #expect(error.code == .timedOut && error.verdict == .again)
            #expect(passed < interval * 2 + .seconds(20), "\(passed)")
        }
        await session.close()
    }

    @Test func `a task that is cancelled ends its wait in an orderly way`() async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let session = try await connector(dovecot.imapPort, Self.newUser()).open("INBOX", acknowledging: .seen)
        let wait = Task { try await session.wait(atMost: .seconds(600)) }
        wait.cancel()
        try await wait.value
        #expect(try await session.look(after: nil, limit: 1).items == [])
        await session.close()
    }

    @Test func `a folder that is made anew is looked at from the start`() async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let user = Self.newUser()
        let hand = dovecot.hand(user)
        try await hand.create("Orders")
        try await hand.append([letter("one"), letter("two")], to: "Orders")
        let connector = connector(dovecot.imapPort, user)
        let first = try await connector.open("Orders", acknowledging: .seen)
        let before = try await first.look(after: nil, limit: 10)
        await first.close()
        try await hand.delete("Orders")
        // Dovecot counts numberings by the second.
        try await Task.sleep(for: .milliseconds(1100))
        try await hand.create("Orders")
        try await hand.append([letter("three")], to: "Orders")
        let second = try await connector.open("Orders", acknowledging: .seen)
        let after = try await second.look(after: before.cursor, limit: 10)
        #expect(after.items.count == 1)
        #expect(Set(after.items.map(\.identity)).isDisjoint(with: before.items.map(\.identity)))
        // Letters of the old numbering are nobody's.
        try await second.acknowledge(before.items.map(\.identity))
        #expect(try await hand.contents("Orders") == ["three"])
        await second.close()
    }

    @Test func `while the first look goes on old letters that were read are left out, and new ones are not`()
        async throws
    {
        let dovecot = try await PostOffice.shared.dovecot
        let user = Self.newUser()
        let hand = dovecot.hand(user)
        for number in 1...4 { try await hand.append([letter("\(number)")], flags: number == 3 ? "\\Seen" : "") }
        let session = try await connector(dovecot.imapPort, user).open("INBOX", acknowledging: .seen)
        let first = try await session.look(after: nil, limit: 2)
        #expect(first.items.map { $0.identity.split(separator: "/").last } == ["1", "2"])
        #expect(first.hasMore)
        try await hand.append([letter("5")], flags: "\\Seen")
        let second = try await session.look(after: first.cursor, limit: 10)
        #expect(second.items.map { $0.identity.split(separator: "/").last } == ["4", "5"])
        await session.close()
    }

    @Test func `ten thousand letters cost ten times what a thousand do`() async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let user = Self.newUser()
        let hand = dovecot.hand(user)
        var durations: [Duration] = []
        for count in [1000, 10_000] {
            let folder = "Many\(count)"
            try await hand.create(folder)
            try await hand.fill(folder, count: count, size: 500)
            let session = try await connector(dovecot.imapPort, user).open(folder, acknowledging: .seen)
            var cursor: String?
            var identities: Set<String> = []
            let start = ContinuousClock.now
            while true {
                let look = try await session.look(after: cursor, limit: 500)
                let arrivals = Arrivals()
                try await session.fetch(look.items, into: "/tmp", arrivals.take)
                #expect(arrivals.indices.count == look.items.count)
                try await session.acknowledge(look.items.map(\.identity))
                identities.formUnion(look.items.map(\.identity))
                cursor = look.cursor
                guard look.hasMore else { break }
            }
            durations.append(ContinuousClock.now - start)
            #expect(identities.count == count)
            #expect(try await session.look(after: nil, limit: 1).items == [])
            await session.close()
        }
        // What grew with the square would take a hundred times as long, and other tests run beside this one.
        #expect(durations[1] < durations[0] * 40 + .seconds(20), "\(durations)")
    }

    @Test func `two hundred mailboxes idle on a few threads`() async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let users = (0..<200).map { _ in Self.newUser() }
        let before = Self.threads
        var sessions: [any ReceivingSession] = []
        for user in users {
            sessions.append(try await connector(dovecot.imapPort, user).open("INBOX", acknowledging: .seen))
        }
        let news = Numbers()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, session) in sessions.enumerated() {
                group.addTask {
                    try await session.wait(atMost: .seconds(600))
                    news.numbers.withLock { _ = $0.insert(index) }
                }
            }
            let deadline = ContinuousClock.now + .seconds(240)
            try await Task.sleep(for: .seconds(1))
            // Others' tests run beside this one.
            #expect(Self.threads < before + 100, "\(Self.threads) threads after \(before)")
            try await dovecot.hand(users[117]).append([letter("news")])
            while news.numbers.withLock({ !$0.contains(117) }), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(news.numbers.withLock { $0 } == [117])
            group.cancelAll()
            for try await _ in group {}
        }
        for session in sessions { await session.close() }
    }

    private final class Numbers: Sendable {
        let numbers = Mutex<Set<Int>>([])
    }

    private static var threads: Int {
        guard let folder = opendir("/proc/self/task") else { return 0 }
        defer { closedir(folder) }
        var count = -2
        while readdir(folder) != nil { count += 1 }
        return count
    }

    @Test(arguments: BreakingRelay.Side.allCases)
    func `wherever a session breaks nothing is lost, and all comes with the next`(
        _ side: BreakingRelay.Side
    ) async throws {
        let dovecot = try await PostOffice.shared.dovecot
        let user = Self.newUser()
        let hand = dovecot.hand(user)
        try await hand.append((0..<3).map { letter("\($0)") })
        let whole = try BreakingRelay(to: dovecot.imapPort)
        try await read(whole.port, user, .flagged)
        let total = whole.count(side)
        let places = (0..<total).filter { $0 % 61 == 0 }
        #expect(places.count > 5)
        var broken = 0
        for count in places {
            let relay = try BreakingRelay(
                to: dovecot.imapPort, BreakingRelay.Break(side, after: count, isHard: count % 2 == 0))
            do throws(Failure) {
                try await read(relay.port, user, .seen)
            } catch {
                broken += 1
                #expect(error.verdict == .again, "after \(count): \(error)")
            }
        }
        #expect(broken > places.count / 2)
        try await read(dovecot.imapPort, user, .seen)
        #expect(try await hand.contents() == (0..<3).map { "\($0) \\Flagged \\Seen" })
    }

    private func read(_ port: Int, _ user: String, _ acknowledgement: Acknowledgement) async throws(Failure) {
        let session = try await connector(port, user).open("INBOX", acknowledging: acknowledgement)
        let look = try await session.look(after: nil, limit: 10)
        let arrivals = Arrivals()
        try await session.fetch(look.items, into: "/tmp", arrivals.take)
        for index in arrivals.indices {
            // A letter that comes is whole.
            if arrivals.text(index)?.hasSuffix("\r\n\r\nhello\r\n") != true { Issue.record("a letter is cut off") }
        }
        try await session.acknowledge(look.items.map(\.identity))
        await session.close()
    }
}
