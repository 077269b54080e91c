internal import Attributes
internal import Glibc

/// Reads arrivals as they are shown and looked into.
struct SQLiteArrivalReading {
    let session: SQLiteSession
    let parts: PartsFolder

    /// What `summary` reads, from the tables in `tables`.
    static let columns = """
        a.seq, a.id, r.text, c.text, f.name, a.identity, a.state, a.received, a.flags, a.messageid, a.size, w.sender, w.subject,
        w.snippet, w.thread, w.contact, w.links, a.needs, w.code, w.words, w.help
        """
    static let tables = """
        JOIN name r ON r.id = a.route JOIN name c ON c.id = a.connection JOIN folder f ON f.id = a.folder
        """

    /// An arrival from a row of `columns`.
    func summary(_ row: borrowing SQLiteQuery) throws(SpoolProblem) -> ArrivalSummary {
        guard let state = ArrivalState(number: row.number(6)) else {
            throw SQLiteProblem.corrupt(session.place, "a state has the number \(row.number(6))")
        }
        let links: [ArrivalLink]
        do throws(ByteReader.Problem) {
            links = try LinksCoding.decode(row.bytes(16))
        } catch {
            throw SQLiteProblem.corrupt(session.place, "a list of links can't be read")
        }
        let mayHaveFailed = state == .delivering || state == .failed
        return ArrivalSummary(
            id: try row.id(1), route: row.text(2), folder: FolderName(connection: row.text(3), folder: row.text(4)),
            identity: row.text(5), state: state, received: row.instant(7),
            isOutgoing: ArrivalFlags(rawValue: row.number(8)).contains(.isOutgoing), messageID: row.optionalText(9),
            size: row.integer(10), sender: row.text(11), subject: row.text(12), snippet: row.text(13),
            thread: row.text(14), contact: row.optionalText(15), links: links,
            needsProcessing: row.optionalNumber(17).map { $0 != 0 },
            failure: mayHaveFailed ? try lastFailure(of: row.number(0)) : row.failure(18))
    }

    private func lastFailure(of arrival: Int64) throws(SpoolProblem) -> AttemptFailure? {
        var row = try session.query(
            """
            SELECT code, words, help FROM handling WHERE key BETWEEN ? AND ? AND code IS NOT NULL
            ORDER BY kind, state = 2 DESC, last DESC LIMIT 1
            """)
        row.bind(SQLiteHandlings.keys(of: arrival))
        return try row.step() ? row.failure(0) : nil
    }

    func handlings(of arrival: Int64) throws(SpoolProblem) -> [ArrivalStory.Handling] {
        var row = try session.query(
            """
            SELECT h.key, t.text, h.state, h.attempts, h.began, h.last, h.due, h.said, n.response, h.code, h.words, h.help
            FROM handling h JOIN name t ON t.id = h.target LEFT JOIN answer n ON n.handling = h.key
            WHERE h.key BETWEEN ? AND ? ORDER BY h.key
            """)
        row.bind(SQLiteHandlings.keys(of: arrival))
        var handlings: [ArrivalStory.Handling] = []
        while try row.step() {
            guard let state = HandlingState(number: row.number(2)) else {
                throw SQLiteProblem.corrupt(session.place, "a handling's state has the number \(row.number(2))")
            }
            handlings.append(
                ArrivalStory.Handling(
                    number: SQLiteHandlings.number(row.number(0)), target: row.text(1), state: state,
                    attempts: row.integer(3), firstAttempt: row.optionalInstant(4), lastAttempt: row.optionalInstant(5),
                    due: row.optionalInstant(6), words: row.optionalText(7), response: row.optionalText(8),
                    failure: row.failure(9)))
        }
        return handlings
    }

    func claimed(_ seq: Int64) throws(SpoolProblem) -> ClaimedArrival {
        var row = try session.query(
            """
            SELECT a.id, r.text, c.text, f.name, a.received, a.flags, a.size, b.bytes, p.name FROM arrival a
            \(Self.tables) LEFT JOIN raw b ON b.arrival = a.seq LEFT JOIN file p ON p.id = b.file WHERE a.seq = ?
            """)
        row.bind(seq)
        guard try row.step() else { throw SQLiteProblem.corrupt(session.place, "a claimed arrival is gone") }
        return ClaimedArrival(
            id: try row.id(0), route: row.text(1), folder: FolderName(connection: row.text(2), folder: row.text(3)),
            received: row.instant(4), isOutgoing: ArrivalFlags(rawValue: row.number(5)).contains(.isOutgoing),
            raw: try raw(row, 5))
    }

    /// A letter from its flags, its size, its bytes and its file's name, in columns beside each other.
    ///
    /// The file is opened: it can be read even when it is purged meanwhile.
    func raw(_ row: borrowing SQLiteQuery, _ column: Int32) throws(SpoolProblem) -> RawLetter {
        let size = row.integer(column + 1)
        if let name = row.optionalText(column + 3) {
            let place = parts.path(of: name)
            let file = open(place, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard file >= 0 else { throw .file(place, errno, "read") }
            return .file(
                path: LaidOutFiles.path(of: file), size: size, keeper: FileKeeper(LaidOutFiles([file])))
        }
        let bytes = row.bytes(column + 2)
        if ArrivalFlags(rawValue: row.number(column)).contains(.isHeaderOnly) { return .headerOnly(bytes, size: size) }
        guard bytes.count == size else {
            throw SQLiteProblem.corrupt(session.place, "an arrival has \(bytes.count) of \(size) bytes")
        }
        return .bytes(bytes)
    }
}
