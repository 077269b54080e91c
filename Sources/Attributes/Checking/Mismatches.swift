/// All that is wrong with submitted data.
package struct Mismatches: Error, Hashable, Sendable {
    /// How many are listed.
    package static let longest = 100

    /// In the order of the schema, then what it doesn't declare.
    package private(set) var list: [Mismatch] = []
    /// How many more there are.
    package private(set) var omitted = 0

    package init(_ list: [Mismatch] = []) {
        for mismatch in list { add(mismatch) }
    }

    package var count: Int { list.count + omitted }
    package var isEmpty: Bool { list.isEmpty }

    /// Whether another one would only be counted.
    var isFull: Bool { list.count == Self.longest }

    mutating func add(_ mismatch: Mismatch) {
        if isFull { omitted += 1 } else { list.append(mismatch) }
    }

    /// One sentence a line: `data: /Start: expected a date and time such as 2026-12-01T10:00, found the text 'tomorrow'`.
    ///
    /// The name is what the data are called: a file, or `data`.
    package func sentences(for name: String = "data") -> [String] {
        let sentences = list.map { $0.sentence(for: name) }
        return omitted == 0 ? sentences : sentences + ["\(name): and \(omitted) more"]
    }

    /// The `details` of an error's JSON: an array of `{"pointer","expected","found"}`.
    package var json: JSON { .array(list.map(\.json)) }
}
