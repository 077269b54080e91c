extension Diagnostic.Code {
    package static let tooManyProblems = Self(rawValue: "too-many-problems")
}

/// Collects what is wrong while a workspace is read, so that all of it is reported at once.
package struct Findings: Sendable {
    /// Problems of one file that are kept: who has more mends the first ones first.
    package static let limit = 1000

    private var seen: Set<Diagnostic> = []
    package private(set) var errors = 0

    package init() {}

    /// Keeps a diagnostic, unless there are too many already; then it keeps one that says so.
    package mutating func report(_ diagnostic: Diagnostic) {
        guard seen.count < Self.limit else {
            return insert(
                Diagnostic(
                    .error, .tooManyProblems, file: diagnostic.file,
                    "more than \(Self.limit) problems: not all of them are shown", help: "mend the first ones first"))
        }
        insert(diagnostic)
    }

    /// Adds what was found elsewhere, all of it.
    package mutating func report(_ others: Findings) {
        for diagnostic in others.seen { insert(diagnostic) }
    }

    private mutating func insert(_ diagnostic: Diagnostic) {
        if seen.insert(diagnostic).inserted, diagnostic.severity == .error { errors += 1 }
    }

    /// Everything reported, each once, sorted by place.
    package var sorted: [Diagnostic] { seen.sorted() }
    package var warnings: Int { seen.count - errors }
    package var isEmpty: Bool { seen.isEmpty }
}
