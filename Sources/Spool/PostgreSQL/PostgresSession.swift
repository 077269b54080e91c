internal import CLibpq

/// A connection at work, for as long as one access to it lasts.
struct PostgresSession {
    let connection: PostgresConnection

    var place: String { connection.place }

    /// Runs a statement with values, `$1` and so on; it is prepared once a connection.
    func query(_ sql: String, _ values: PostgresValue...) throws(SpoolProblem) -> PostgresRows {
        try query(sql, values)
    }

    func query(_ sql: String, _ values: [PostgresValue]) throws(SpoolProblem) -> PostgresRows {
        let (name, isNew) = connection.name(of: sql)
        if isNew {
            let types = values.map(\.type)
            do throws(SpoolProblem) {
                try check(PQprepare(connection.raw, name, sql, Int32(types.count), types))
            } catch {
                connection.forgetName(of: sql)
                throw error
            }
        }
        return try rows(execute(name, values))
    }

    /// Runs statements without values.
    func run(_ sql: String) throws(SpoolProblem) { try check(PQexec(connection.raw, sql)) }

    /// Makes several changes, or none.
    ///
    /// A connection that breaks before the last word has changed nothing; one that breaks at it leaves open what it has.
    func transaction<Value>(
        _ changes: (PostgresSession) throws(SpoolProblem) -> Value
    ) throws(SpoolProblem) -> Value {
        try transaction(deciding: { session throws(SpoolProblem) in (try changes(session), isKept: true) })
    }

    /// Makes several changes, or none; they can be taken back in the end.
    func transaction<Value>(
        deciding changes: (PostgresSession) throws(SpoolProblem) -> (Value, isKept: Bool)
    ) throws(SpoolProblem) -> Value {
        let value: Value
        let isKept: Bool
        do throws(SpoolProblem) {
            try run("BEGIN")
            (value, isKept) = try changes(self)
        } catch {
            guard !connection.isBroken else { throw PostgresProblem.lost(place, isKnown: true) }
            try? run("ROLLBACK")
            throw error
        }
        try run(isKept ? "COMMIT" : "ROLLBACK")
        return value
    }

    private func execute(_ name: String, _ values: [PostgresValue]) -> OpaquePointer? {
        var bytes: [UInt8] = []
        var starts: [Int?] = []
        var lengths: [Int32] = []
        for value in values {
            let start = bytes.count
            value.append(to: &bytes)
            starts.append(value.isNull ? nil : start)
            lengths.append(Int32(bytes.count - start))
        }
        // A pointer to no bytes must not be a null.
        bytes.append(0)
        return bytes.withUnsafeBytes { bytes in
            let pointers = starts.map { start in
                start.flatMap { bytes.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return PQexecPrepared(
                connection.raw, name, Int32(values.count), pointers, lengths,
                [Int32](repeating: 1, count: values.count), 1)
        }
    }

    private func check(_ result: OpaquePointer?) throws(SpoolProblem) { _ = try rows(result) }

    private func rows(_ result: OpaquePointer?) throws(SpoolProblem) -> PostgresRows {
        if let result {
            let rows = PostgresRows(result, at: place)
            let status = PQresultStatus(result)
            if status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK { return rows }
            // SQLSTATE, which PG_DIAG_SQLSTATE names by a letter.
            if !connection.isBroken, let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))) {
                let words = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) } ?? ""
                throw PostgresProblem.make(String(cString: state), words, at: place)
            }
        }
        guard connection.isBroken else {
            throw PostgresProblem.make("", String(cString: PQerrorMessage(connection.raw)), at: place)
        }
        throw PostgresProblem.lost(place, isKnown: false)
    }
}
