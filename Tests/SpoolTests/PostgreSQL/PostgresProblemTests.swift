import Attributes
import Connecting
import Peers
import Testing

@testable import Spool

/// What can be wrong with the server, and with the way to it.
@Suite(.timeLimit(.minutes(10))) struct PostgresProblemTests {
    private static let nowhere = "127.0.0.1:1"

    private func problemOfOpening(_ address: String) async throws -> SpoolProblem {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let problem = try await problem {
            await (try SpoolAddress(address, workspace: folder.path).open()).close()
        }
        #expect(!problem.description.contains("open"), "no password is ever shown")
        return problem
    }

    @Test func `a server that is not there is named as the reason`() async throws {
        let problem = try await problemOfOpening("postgres://robot:open@\(Self.nowhere)/db")
        #expect(problem.code == .unreachable)
        #expect(problem.mayPass)
        #expect(problem.place == "postgres://robot@127.0.0.1:1/db")
        #expect(problem.problem.hasPrefix("can't be reached: "))
        #expect(try await problemOfOpening("postgres://robot@nobody.invalid/db").code == .unreachable)
    }

    @Test func `a wrong password, none, and a missing database are told apart`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let wrong = try await problemOfOpening(server.address(database, password: "open-no"))
        #expect(wrong.code == .authenticationRefused)
        #expect(wrong.problem.hasPrefix("does not let us in: "))
        let none = try await problemOfOpening(
            "postgres://robot@127.0.0.1:\(server.port)/\(database)?sslmode=disable&passfile=/nonexistent")
        #expect(none.code == .authenticationRefused)
        #expect(none.problem == "wants a password, and none is given")
        let missing = try await problemOfOpening(server.address("nothing"))
        #expect(missing.code == .settingsWrong)
        #expect(missing.remedy == "make it with 'createdb'")
        try await server.drop(database)
    }

    @Test func `a certificate that nobody knows is refused, and a good one is not`() async throws {
        let authority = try await TestAuthority.make()
        let other = try await TestAuthority.make()
        let server = try await PostgresServer.start(authority: authority)
        func demand(_ root: String) -> String {
            server.address("postgres", parameters: "sslmode=verify-full&sslrootcert=\(root)")
        }
        let refused = try await problemOfOpening(demand(other.certificate))
        #expect(refused.code == .certificateRefused)
        #expect(refused.problem.hasPrefix("can't be trusted: "))
        #expect(try await problemOfOpening(demand("/nonexistent/ca.pem")).code == .certificateRefused)
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try await SpoolAddress(demand(authority.certificate), workspace: folder.path).open()
        _ = try await spool.put()
        await spool.close()
        await server.stop()
        await authority.stop()
        await other.stop()
    }

    @Test func `who may not make a schema is told what to do, and can be given one`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        try await server.sql("CREATE ROLE weak LOGIN PASSWORD 'open'", in: database)
        let address = "postgres://weak:open@127.0.0.1:\(server.port)/\(database)?sslmode=disable"
        let problem = try await problemOfOpening(address)
        #expect(problem.code == .readOnly)
        try await server.sql("CREATE SCHEMA router AUTHORIZATION weak", in: database)
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try await SpoolAddress(address, workspace: folder.path).open()
        _ = try await spool.put()
        await spool.close()
        try await server.drop(database)
        try await server.sql("DROP ROLE weak")
    }

    @Test func `a server that can only be read, and a later version, are told`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let folder = try ScratchFolder()
        defer { folder.remove() }
        await (try SpoolAddress(server.address(database), workspace: folder.path).open()).close()
        try await server.sql("UPDATE router.version SET version = 99", in: database)
        let newer = try await problemOfOpening(server.address(database))
        #expect(newer.code == .newer)
        #expect(newer.problem == "was made by a later router: its version is 99, this router knows 2")
        let other = try await server.newDatabase()
        try await server.sql("ALTER DATABASE \(other) SET default_transaction_read_only = on")
        #expect(try await problemOfOpening(server.address(other)).code == .readOnly)
        try await server.drop(database)
        try await server.drop(other)
    }

    @Test(arguments: [
        ("53100", SpoolProblem.Code.full), ("28P01", .authenticationRefused), ("57P03", .unreachable),
        ("53300", .unreachable),
        ("40P01", .locked), ("XX001", .corrupt), ("25006", .readOnly), ("58030", .disk), ("42883", .refused),
    ])
    func `the server's codes decide, not its words`(state: String, code: SpoolProblem.Code) {
        #expect(PostgresProblem.make(state, "words", at: "place").code == code)
    }

    @Test(arguments: [
        ("FATAL:  28P01: password authentication failed for user \"x\"\nLOCATION:  auth_failed, auth.c:335\n", "28P01"),
        (
            "connection to server at \"h\" (::1), port 5432 failed: FATAL:  3D000: database \"d\" does not exist",
            "3D000"
        ),
        ("SCHWERWIEGEND:  53300: sorry", "53300"), ("connection refused", nil), ("", nil), (":  ", nil),
        (":  ABCDE", nil),
        (":  abcde:", nil),
    ])
    func `a code is found in what is said of a failed connection`(message: String, state: String?) {
        #expect(PostgresProblem.state(in: message) == state)
    }
}
