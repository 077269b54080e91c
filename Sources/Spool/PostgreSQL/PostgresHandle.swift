internal import CLibpq
internal import Diagnostics
internal import Glibc

/// An open connection; it is closed with this value.
struct PostgresHandle: ~Copyable {
    let raw: OpaquePointer

    private init(_ raw: OpaquePointer) {
        self.raw = raw
    }

    deinit { PQfinish(raw) }

    /// How long the server may take to let us in.
    private static let patience = Duration.seconds(30)

    /// What holds unless the address says otherwise: a server that has gone is noticed.
    private static let defaults = [
        ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "20000"), ("fallback_application_name", "router"),
    ]

    /// Connects, and waits until it is done.
    ///
    /// - Throws: Why not, told by codes and by what else can be reached.
    static func open(_ address: PostgresAddress) throws(SpoolProblem) -> PostgresHandle {
        let raw = with(defaults + [("dbname", address.uri.reveal()), ("client_encoding", "UTF8")]) {
            PQconnectStartParams($0, $1, 1)
        }
        guard let raw else {
            throw SpoolProblem(
                .refused, at: address.shown, "there is no memory for a connection", remedy: "give the machine more")
        }
        let handle = PostgresHandle(raw)
        // Verbose errors show their codes.
        PQsetErrorVerbosity(raw, PQERRORS_VERBOSE)
        let deadline = ContinuousClock.now + patience
        var next = PGRES_POLLING_WRITING
        while PQstatus(raw) != CONNECTION_BAD, ContinuousClock.now < deadline {
            var entry = pollfd(
                fd: PQsocket(raw), events: Int16(next == PGRES_POLLING_READING ? POLLIN : POLLOUT), revents: 0)
            if poll(&entry, 1, 1_000) == 0 { continue }
            next = PQconnectPoll(raw)
            if next == PGRES_POLLING_FAILED { break }
            guard next == PGRES_POLLING_OK else { continue }
            PQsetErrorVerbosity(raw, PQERRORS_DEFAULT)
            PQsetNoticeProcessor(raw, { _, _ in }, nil)
            return handle
        }
        throw explain(handle, address)
    }

    /// Why a connection failed: libpq tells text, so codes are looked for in it, and the server is asked once more.
    private static func explain(_ handle: borrowing PostgresHandle, _ address: PostgresAddress) -> SpoolProblem {
        let message = String(cString: PQerrorMessage(handle.raw))
        let words = Visible.shortened(
            message.split(separator: "\n").first { !$0.isEmpty } ?? "the server does not answer", to: 300)
        if let state = PostgresProblem.state(in: message) {
            return PostgresProblem.make(state, words, at: address.shown)
        }
        if PQconnectionNeedsPassword(handle.raw) == 1 {
            return SpoolProblem(
                .authenticationRefused, at: address.shown, "wants a password, and none is given",
                remedy: "write it into 'spool:' as postgres://user:${env:NAME}@host/db")
        }
        let parameters = defaults + [("dbname", address.uri.reveal())]
        let asked = with(parameters) { PQpingParams($0, $1, 1) }
        // Without TLS' demands: who answers only so has a certificate that is not accepted, or none.
        let relaxed = with(parameters + [("sslmode", "prefer"), ("sslrootcert", ""), ("sslcert", ""), ("sslkey", "")]) {
            PQpingParams($0, $1, 1)
        }
        switch (asked, relaxed) {
        case (PQPING_OK, _):
            return PostgresProblem.unreachable(
                address.shown, "did not let us in: \(words)", "see the server's log, and pg_hba.conf")
        case (PQPING_REJECT, _):
            return PostgresProblem.unreachable(
                address.shown, "takes no connection now: \(words)", "wait until it is up; router tries again by itself")
        case (_, PQPING_OK), (_, PQPING_REJECT):
            return SpoolProblem(
                .certificateRefused, at: address.shown, "can't be trusted: \(words)",
                remedy: "see sslmode and sslrootcert in 'spool:', and the server's certificate")
        case (PQPING_NO_ATTEMPT, _):
            return SpoolProblem(
                .settingsWrong, at: address.shown, "can't be called: \(words)", remedy: "see 'spool:' in router.yaml")
        default:
            return PostgresProblem.unreachable(
                address.shown, "can't be reached: \(words)",
                "see whether the server runs and listens there; router tries again by itself")
        }
    }

    private static func with<Result>(
        _ parameters: [(String, String)],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let names = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer { for string in names + values { free(string) } }
        let keywords = names.map { UnsafePointer<CChar>($0) } + [nil]
        return body(keywords, values.map { UnsafePointer<CChar>($0) } + [nil])
    }
}
