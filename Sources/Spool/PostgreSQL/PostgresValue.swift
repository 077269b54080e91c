internal import Attributes

/// A value that goes to the server in its binary form.
enum PostgresValue {
    case null
    case number(Int64)
    case text(String)
    case bytes([UInt8])
    case id(UUIDv7)
    case numbers([Int64?])
    case texts([String?])
    case blobs([[UInt8]?])
    case ids([UUIDv7])

    init(_ value: Int64?) { self = value.map { .number($0) } ?? .null }
    init(_ value: Int) { self = .number(Int64(value)) }
    init(_ value: String?) { self = value.map { .text($0) } ?? .null }

    static func optional(_ value: Int64?) -> Self { Self(value) }
    static func optional(_ value: String?) -> Self { Self(value) }

    /// The type's number in the server's catalogue (pg_type.dat).
    var type: UInt32 {
        switch self {
        case .null: 0
        case .number: 20
        case .text: 25
        case .bytes: 17
        case .id: 2950
        case .numbers: 1016
        case .texts: 1009
        case .blobs: 1001
        case .ids: 2951
        }
    }

    var isNull: Bool { if case .null = self { true } else { false } }

    func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: break
        case .number(let number): Self.append(number, to: &bytes)
        case .text(let text): bytes.append(contentsOf: text.withoutNUL.utf8)
        case .bytes(let value): bytes.append(contentsOf: value)
        case .id(let id): bytes.append(contentsOf: id.bytes)
        case .numbers(let items):
            Self.append(items, of: 20, to: &bytes) { number, bytes in Self.append(number, to: &bytes) }
        case .texts(let items):
            Self.append(items, of: 25, to: &bytes) { text, bytes in bytes.append(contentsOf: text.withoutNUL.utf8) }
        case .blobs(let items):
            Self.append(items, of: 17, to: &bytes) { value, bytes in bytes.append(contentsOf: value) }
        case .ids(let items):
            Self.append(items, of: 2950, to: &bytes) { id, bytes in bytes.append(contentsOf: id.bytes) }
        }
    }

    /// An array as `array_send` writes it: dimensions, whether there are nulls, the items' type; a length and its first index; the items.
    private static func append<Item>(
        _ items: [Item?], of type: Int32, to bytes: inout [UInt8], _ write: (Item, inout [UInt8]) -> Void
    ) {
        append(Int32(items.isEmpty ? 0 : 1), to: &bytes)
        append(Int32(items.contains { $0 == nil } ? 1 : 0), to: &bytes)
        append(type, to: &bytes)
        guard !items.isEmpty else { return }
        append(Int32(items.count), to: &bytes)
        append(Int32(1), to: &bytes)
        for item in items {
            guard let item else {
                append(Int32(-1), to: &bytes)
                continue
            }
            let place = bytes.count
            append(Int32(0), to: &bytes)
            write(item, &bytes)
            let length = UInt32(bytes.count - place - 4)
            for offset in 0..<4 { bytes[place + offset] = UInt8(truncatingIfNeeded: length >> UInt32(24 - offset * 8)) }
        }
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension String {
    // PostgreSQL's texts hold no NUL.
    var withoutNUL: String {
        utf8.contains(0) ? String(decoding: utf8.map { $0 == 0 ? UInt8(ascii: " ") : $0 }, as: UTF8.self) : self
    }
}
