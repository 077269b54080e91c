internal import Attributes

/// Reads arrivals as they are shown and looked into.
struct PostgresArrivalReading {
    let session: PostgresSession
    let scratch: String

    /// What `summary` reads, from the tables in `tables`.
    static let columns = """
        a.seq, a.id, a.route, a.connection, f.name, a.identity, a.state, a.received, a.flags, a.messageid, a.size, w.sender,
        w.subject, w.snippet, w.thread, w.contact, w.links, a.needs, coalesce(h.code, w.code), coalesce(h.words, w.words),
        coalesce(h.help, w.help)
        """
    static let tables = """
        arrival a JOIN folder f ON f.id = a.folder LEFT JOIN reading w ON w.arrival = a.seq
        LEFT JOIN LATERAL (SELECT code, words, help FROM handling h WHERE h.arrival = a.seq AND h.code IS NOT NULL
        ORDER BY h.kind, (h.state = 2) DESC, h.last DESC LIMIT 1) h ON a.state IN (1, 3)
        """

    /// An arrival from a row of `columns`.
    func summary(_ rows: borrowing PostgresRows, _ row: Int) throws(SpoolProblem) -> ArrivalSummary {
        guard let state = ArrivalState(number: rows.number(row, 6)) else {
            throw PostgresProblem.corrupt(session.place, "a state has the number \(rows.number(row, 6))")
        }
        return ArrivalSummary(
            id: try rows.id(row, 1), route: rows.text(row, 2),
            folder: FolderName(connection: rows.text(row, 3), folder: rows.text(row, 4)), identity: rows.text(row, 5),
            state: state, received: rows.instant(row, 7),
            isOutgoing: ArrivalFlags(rawValue: rows.number(row, 8)).contains(.isOutgoing),
            messageID: rows.optionalText(row, 9), size: rows.integer(row, 10), sender: rows.text(row, 11),
            subject: rows.text(row, 12), snippet: rows.text(row, 13), thread: rows.text(row, 14),
            contact: rows.optionalText(row, 15), links: try rows.links(row, 16, at: session.place),
            needsProcessing: rows.optionalNumber(row, 17).map { $0 != 0 }, failure: rows.failure(row, 18))
    }

    func summaries(_ rows: borrowing PostgresRows) throws(SpoolProblem) -> [ArrivalSummary] {
        var arrivals: [ArrivalSummary] = []
        for row in 0..<rows.count { arrivals.append(try summary(rows, row)) }
        return arrivals
    }

    func handlings(of arrival: Int64) throws(SpoolProblem) -> [ArrivalStory.Handling] {
        let rows = try session.query(
            """
            SELECT number, target, state, attempts, began, last, due, said, response, code, words, help FROM handling
            WHERE arrival = $1 ORDER BY number
            """, .number(arrival))
        var handlings: [ArrivalStory.Handling] = []
        for row in 0..<rows.count {
            guard let state = HandlingState(number: rows.number(row, 2)) else {
                throw PostgresProblem.corrupt(
                    session.place, "a handling's state has the number \(rows.number(row, 2))")
            }
            handlings.append(
                ArrivalStory.Handling(
                    number: rows.integer(row, 0), target: rows.text(row, 1), state: state,
                    attempts: rows.integer(row, 3), firstAttempt: rows.optionalInstant(row, 4),
                    lastAttempt: rows.optionalInstant(row, 5), due: rows.optionalInstant(row, 6),
                    words: rows.optionalText(row, 7), response: rows.optionalText(row, 8),
                    failure: rows.failure(row, 9)))
        }
        return handlings
    }

    func claimed(_ arrivals: [Int64]) throws(SpoolProblem) -> [ClaimedArrival] {
        let rows = try session.query(
            """
            SELECT a.id, a.route, a.connection, f.name, a.received, a.flags, a.size, r.bytes, r.file FROM arrival a
            JOIN folder f ON f.id = a.folder LEFT JOIN raw r ON r.arrival = a.seq WHERE a.seq = ANY($1) ORDER BY a.seq
            """, .numbers(arrivals))
        var claimed: [ClaimedArrival] = []
        for row in 0..<rows.count {
            claimed.append(
                ClaimedArrival(
                    id: try rows.id(row, 0), route: rows.text(row, 1),
                    folder: FolderName(connection: rows.text(row, 2), folder: rows.text(row, 3)),
                    received: rows.instant(row, 4),
                    isOutgoing: ArrivalFlags(rawValue: rows.number(row, 5)).contains(.isOutgoing),
                    raw: try raw(rows, row, 5)))
        }
        return claimed
    }

    /// A letter from its flags, its size, its bytes and its file's number, in columns beside each other.
    func raw(_ rows: borrowing PostgresRows, _ row: Int, _ column: Int) throws(SpoolProblem) -> RawLetter {
        let size = rows.integer(row, column + 1)
        if let file = rows.optionalNumber(row, column + 3) {
            let descriptor = try PostgresFiles.layOut(file, size: size, in: scratch, session)
            return .file(
                path: LaidOutFiles.path(of: descriptor), size: size, keeper: FileKeeper(LaidOutFiles([descriptor])))
        }
        let bytes = rows.bytes(row, column + 2)
        if ArrivalFlags(rawValue: rows.number(row, column)).contains(.isHeaderOnly) {
            return .headerOnly(bytes, size: size)
        }
        guard bytes.count == size else {
            throw PostgresProblem.corrupt(session.place, "an arrival has \(bytes.count) of \(size) bytes")
        }
        return .bytes(bytes)
    }
}

extension PostgresRows {
    func links(_ row: Int, _ column: Int, at place: String) throws(SpoolProblem) -> [ArrivalLink] {
        do throws(ByteReader.Problem) {
            return try LinksCoding.decode(bytes(row, column))
        } catch {
            throw PostgresProblem.corrupt(place, "a list of links can't be read")
        }
    }
}
