internal import Attributes
internal import GRDBSQLite

/// A prepared statement at work: values are bound from left to right, columns are read by number.
struct SQLiteQuery: ~Copyable {
    private let statement: OpaquePointer
    private let connection: OpaquePointer?
    private let place: String
    private var position: Int32 = 0

    /// SQLITE_TRANSIENT, which C writes as a cast: SQLite takes a copy.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ statement: OpaquePointer, _ connection: OpaquePointer?, at place: String) {
        self.statement = statement
        self.connection = connection
        self.place = place
    }

    deinit {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    /// Makes it ready to run again with new values.
    mutating func rewind() {
        sqlite3_reset(statement)
        position = 0
    }

    mutating func bind(_ value: Int64) {
        position += 1
        sqlite3_bind_int64(statement, position, value)
    }

    mutating func bind(_ value: Int64?) {
        guard let value else { return bindNull() }
        bind(value)
    }

    mutating func bind(_ value: Int) { bind(Int64(value)) }

    mutating func bind(_ value: Int?) { bind(value.map { Int64($0) }) }

    mutating func bind(_ value: String?) {
        guard var value else { return bindNull() }
        position += 1
        value.withUTF8 { bytes in
            // A nil pointer would bind NULL.
            _ = bytes.withMemoryRebound(to: CChar.self) { characters in
                characters.isEmpty
                    ? sqlite3_bind_text(statement, position, "", 0, nil)
                    : sqlite3_bind_text(
                        statement, position, characters.baseAddress, Int32(characters.count), Self.copied)
            }
        }
    }

    mutating func bind(_ value: [UInt8]?) {
        guard let value else { return bindNull() }
        position += 1
        if value.isEmpty {
            sqlite3_bind_zeroblob(statement, position, 0)
        } else {
            sqlite3_bind_blob(statement, position, value, Int32(value.count), Self.copied)
        }
    }

    mutating func bind(_ value: UUIDv7) {
        position += 1
        var bytes = (value.high.bigEndian, value.low.bigEndian)
        sqlite3_bind_blob(statement, position, &bytes, 16, Self.copied)
    }

    private mutating func bindNull() {
        position += 1
        sqlite3_bind_null(statement, position)
    }

    /// - Returns: Whether there is a row.
    mutating func step() throws(SpoolProblem) -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteProblem.last(connection, at: place)
        }
    }

    /// Runs it to its end.
    mutating func run() throws(SpoolProblem) {
        while try step() {}
    }

    /// Binds bytes without a copy and runs it to its end.
    mutating func run(lastly value: [UInt8]) throws(SpoolProblem) {
        position += 1
        let result = value.withUnsafeBufferPointer { bytes in
            if bytes.isEmpty {
                sqlite3_bind_zeroblob(statement, position, 0)
            } else {
                sqlite3_bind_blob(statement, position, bytes.baseAddress, Int32(bytes.count), nil)
            }
            return sqlite3_step(statement)
        }
        guard result == SQLITE_DONE else { throw SQLiteProblem.last(connection, at: place) }
        sqlite3_reset(statement)
        sqlite3_bind_null(statement, position)
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func optionalNumber(_ column: Int32) -> Int64? { isNull(column) ? nil : number(column) }

    func integer(_ column: Int32) -> Int { Int(number(column)) }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    func id(_ column: Int32) throws(SpoolProblem) -> UUIDv7 {
        guard sqlite3_column_bytes(statement, column) == 16, let start = sqlite3_column_blob(statement, column) else {
            throw SQLiteProblem.corrupt(place, "an id has not 16 bytes")
        }
        return UUIDv7(
            high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    func recipients(_ column: Int32) throws(SpoolProblem) -> [RecipientStatus] {
        do throws(ByteReader.Problem) {
            return try RecipientsCoding.decode(bytes(column))
        } catch {
            throw SQLiteProblem.corrupt(place, "a list of recipients can't be read")
        }
    }
}
