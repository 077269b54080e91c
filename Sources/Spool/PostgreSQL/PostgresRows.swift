internal import Attributes
internal import CLibpq

/// What the server answered to a statement: rows and columns by number, in their binary form.
struct PostgresRows: ~Copyable {
    private let result: OpaquePointer
    private let place: String

    init(_ result: OpaquePointer, at place: String) {
        self.result = result
        self.place = place
    }

    deinit { PQclear(result) }

    var count: Int { Int(PQntuples(result)) }

    /// Rows that the statement changed.
    var changes: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    func isNull(_ row: Int, _ column: Int) -> Bool { PQgetisnull(result, Int32(row), Int32(column)) == 1 }

    private func field(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        let start = PQgetvalue(result, Int32(row), Int32(column))
        return UnsafeRawBufferPointer(
            start: start.map { UnsafeRawPointer($0) }, count: Int(PQgetlength(result, Int32(row), Int32(column))))
    }

    /// An integer of 2, 4 or 8 bytes, or a boolean.
    func number(_ row: Int, _ column: Int) -> Int64 {
        let bytes = field(row, column)
        let raw = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        switch bytes.count {
        case 2: return Int64(Int16(truncatingIfNeeded: raw))
        case 4: return Int64(Int32(truncatingIfNeeded: raw))
        default: return Int64(bitPattern: raw)
        }
    }

    func optionalNumber(_ row: Int, _ column: Int) -> Int64? { isNull(row, column) ? nil : number(row, column) }
    func integer(_ row: Int, _ column: Int) -> Int { Int(number(row, column)) }
    func instant(_ row: Int, _ column: Int) -> Instant { Instant(milliseconds: number(row, column)) }
    func optionalInstant(_ row: Int, _ column: Int) -> Instant? { isNull(row, column) ? nil : instant(row, column) }
    func text(_ row: Int, _ column: Int) -> String { String(decoding: field(row, column), as: UTF8.self) }
    func optionalText(_ row: Int, _ column: Int) -> String? { isNull(row, column) ? nil : text(row, column) }
    func bytes(_ row: Int, _ column: Int) -> [UInt8] { [UInt8](field(row, column)) }

    func id(_ row: Int, _ column: Int) throws(SpoolProblem) -> UUIDv7 {
        guard let id = UUIDv7(bytes: bytes(row, column)) else {
            throw PostgresProblem.corrupt(place, "an id has not 16 bytes")
        }
        return id
    }

    func recipients(_ row: Int, _ column: Int) throws(SpoolProblem) -> [RecipientStatus] {
        do throws(ByteReader.Problem) {
            return try RecipientsCoding.decode(bytes(row, column))
        } catch {
            throw PostgresProblem.corrupt(place, "a list of recipients can't be read")
        }
    }

    func failure(_ row: Int, _ column: Int) -> AttemptFailure? {
        optionalText(row, column).map {
            AttemptFailure(code: $0, message: text(row, column + 1), help: text(row, column + 2))
        }
    }
}
