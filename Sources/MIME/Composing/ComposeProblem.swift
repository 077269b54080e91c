/// Everything that keeps a draft from becoming a letter, or a meeting from becoming an invitation.
package struct ComposeProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// One thing that is wrong.
    package struct Flaw: Hashable, Sendable, CustomStringConvertible {
        /// Where: `subject`, `from.name`, `to[1].address`, `headers.X-Case`, `attachments[0].name`, `inline[0].content-id`; a meeting's `end`.
        package var field: String
        /// In one sentence without a full stop; follows the field.
        package var problem: String
        /// In one sentence without a full stop.
        package var remedy: String

        package init(field: String, problem: String, remedy: String) {
            self.field = field
            self.problem = problem
            self.remedy = remedy
        }

        package var description: String { "\(field): \(problem); \(remedy)" }
    }

    /// In the order in which it would have been written; never empty.
    package var flaws: [Flaw]

    package init(flaws: [Flaw]) {
        self.flaws = flaws
    }

    package var description: String { flaws.map(\.description).joined(separator: "\n") }
}
