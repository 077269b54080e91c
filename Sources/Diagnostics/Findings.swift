/// Collects what is wrong while a workspace is read, so that all of it is reported at once.
package struct Findings: Sendable {
    private var seen: Set<Diagnostic> = []

    package init() {}

    package mutating func report(_ diagnostic: Diagnostic) {
        seen.insert(diagnostic)
    }

    package mutating func report(_ others: Findings) {
        seen.formUnion(others.seen)
    }

    /// Everything reported, each once, sorted by place.
    package var sorted: [Diagnostic] { seen.sorted() }
    package var errors: Int { seen.count { $0.severity == .error } }
    package var warnings: Int { seen.count { $0.severity == .warning } }
    package var isEmpty: Bool { seen.isEmpty }
}
