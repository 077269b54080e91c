/// A property of a message or attachment, and where its value stands.
struct MAPIProperty {
    var id: Int
    var type: Int
    var value: Range<Int>

    var isUnicode: Bool { type == 0x1F }
    var isObject: Bool { type == 0x0D }
}

/// The properties in an attribute ([MS-OXTNEF] §2.1.3.4), one after another as long as they can be understood.
struct MAPIProperties: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var cursor: LittleCursor
    private var left: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        cursor = LittleCursor(bytes, range)
        left = cursor.number(4) ?? 0
    }

    mutating func next() -> MAPIProperty? {
        while left > 0 {
            left -= 1
            guard let type = cursor.number(2), let id = cursor.number(2), id < 0x8000 || skipName(),
                let value = value(type)
            else {
                left = 0
                return nil
            }
            // Several values are nothing that is asked for.
            if type & 0x1000 == 0 { return MAPIProperty(id: id, type: type, value: value) }
        }
        return nil
    }

    /// A property of somebody's own has a name.
    private mutating func skipName() -> Bool {
        guard cursor.take(16) != nil, let kind = cursor.number(4), let length = cursor.number(4) else { return false }
        // Kind 0 has a number, which has been read.
        if kind == 0 { return true }
        guard cursor.take(length) != nil else { return false }
        cursor.pad(after: length)
        return true
    }

    /// The last of its values; all are gone past.
    private mutating func value(_ type: Int) -> Range<Int>? {
        let isSeveral = type & 0x1000 != 0
        switch type & 0xFFF {
        case 0x02, 0x03, 0x04, 0x0A, 0x0B: return fixed(4, isSeveral)
        case 0x05, 0x06, 0x07, 0x14, 0x40: return fixed(8, isSeveral)
        case 0x48: return fixed(16, isSeveral)
        case 0x0D, 0x1E, 0x1F, 0x102: return variable()
        default: return nil
        }
    }

    private mutating func fixed(_ size: Int, _ isSeveral: Bool) -> Range<Int>? {
        guard isSeveral else { return cursor.take(size) }
        guard let count = cursor.number(4) else { return nil }
        return cursor.take(count * size)
    }

    private mutating func variable() -> Range<Int>? {
        guard let count = cursor.number(4), count > 0 else { return cursor.take(0) }
        var last: Range<Int>?
        for _ in 0..<count {
            guard let length = cursor.number(4), let value = cursor.take(length) else { return nil }
            cursor.pad(after: length)
            last = value
        }
        return last
    }
}
