/// The keys of an object while it is read, to find the one that comes twice.
///
/// Few keys are compared one by one, which is quicker than hashing; many are looked up.
struct JSONKeys {
    private static let few = 8

    private var keys: [(key: String, offset: Int)] = []
    private var offsets: [String: Int] = [:]

    /// - Returns: Where the same key stood before, or `nil`.
    mutating func add(_ key: String, at offset: Int) -> Int? {
        if offsets.isEmpty {
            if let first = keys.first(where: { $0.key == key }) { return first.offset }
            keys.append((key, offset))
            if keys.count > Self.few { offsets = Dictionary(uniqueKeysWithValues: keys.map { ($0.key, $0.offset) }) }
            return nil
        }
        if let first = offsets[key] { return first }
        offsets[key] = offset
        return nil
    }
}
