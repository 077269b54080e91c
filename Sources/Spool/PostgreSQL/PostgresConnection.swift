internal import CLibpq
internal import Dispatch
internal import Synchronization

/// A connection with a thread for its work, which blocks; it connects when it is needed.
///
/// `@unchecked`: what changes is touched on the queue only.
final class PostgresConnection: @unchecked Sendable {
    let address: PostgresAddress
    let queue = DispatchQueue(label: "router.spool.postgres")
    private var handle: PostgresHandle?
    private var prepared: [String: String] = [:]
    private var names = 0
    private let greeting: @Sendable (PostgresSession) throws(SpoolProblem) -> Void

    /// A connection that is opened when it is first used, and then greets the server.
    init(
        _ address: PostgresAddress,
        greeting: @escaping @Sendable (PostgresSession) throws(SpoolProblem) -> Void = { _ in }
    ) {
        self.address = address
        self.greeting = greeting
    }

    var place: String { address.shown }

    /// Works with the connection, on its thread.
    func perform<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) throws(SpoolProblem) -> Value
    ) async throws(SpoolProblem) -> Value {
        let result: Result<Value, SpoolProblem> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(SpoolProblem) {
                    let session = try self.session()
                    continuation.resume(returning: .success(try work(session)))
                } catch {
                    self.forgetIfBroken()
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    func close() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.forget()
                continuation.resume()
            }
        }
    }

    private func session() throws(SpoolProblem) -> PostgresSession {
        if handle == nil || isBroken {
            forget()
            handle = try PostgresHandle.open(address)
            let session = PostgresSession(connection: self)
            try session.run("SET search_path = router; SET synchronous_commit = on; SET lock_timeout = '30s'")
            try greeting(session)
        }
        return PostgresSession(connection: self)
    }

    private func forget() {
        handle = nil
        prepared = [:]
    }

    /// A transaction that was left open goes with its connection.
    private func forgetIfBroken() {
        if isBroken || transaction != PQTRANS_IDLE { forget() }
    }

    // MARK: For its session, on the queue

    var raw: OpaquePointer? {
        switch handle {
        case .some(let handle): handle.raw
        case .none: nil
        }
    }

    var isBroken: Bool { PQstatus(raw) != CONNECTION_OK }

    var transaction: PGTransactionStatusType { PQtransactionStatus(raw) }

    /// A statement could not be prepared.
    func forgetName(of sql: String) { prepared[sql] = nil }

    /// The name that a statement is prepared under, and whether it has to be prepared first.
    func name(of sql: String) -> (name: String, isNew: Bool) {
        if let name = prepared[sql] { return (name, false) }
        names += 1
        let name = "s\(names)"
        prepared[sql] = name
        return (name, true)
    }
}
