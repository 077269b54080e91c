internal import Attributes

/// A value of a statement that is not run often enough for its values to be bound one by one.
enum SQLiteValue {
    case null
    case number(Int64)
    case text(String)
    case bytes([UInt8])
    case id(UUIDv7)

    init(_ value: Int64?) { self = value.map { .number($0) } ?? .null }
    init(_ value: Int?) { self = value.map { .number(Int64($0)) } ?? .null }
    init(_ value: String?) { self = value.map { .text($0) } ?? .null }
}

extension SQLiteQuery {
    mutating func bind(_ values: [SQLiteValue]) {
        for value in values {
            switch value {
            case .null: bind(Int64?.none)
            case .number(let number): bind(number)
            case .text(let text): bind(text)
            case .bytes(let bytes): bind(bytes)
            case .id(let id): bind(id)
            }
        }
    }

    func instant(_ column: Int32) -> Instant { Instant(milliseconds: number(column)) }

    func optionalInstant(_ column: Int32) -> Instant? { isNull(column) ? nil : instant(column) }

    /// A failure's code, words and help, in columns beside each other.
    func failure(_ column: Int32) -> AttemptFailure? {
        optionalText(column).map { AttemptFailure(code: $0, message: text(column + 1), help: text(column + 2)) }
    }
}
