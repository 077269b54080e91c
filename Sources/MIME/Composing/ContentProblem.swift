/// Why a letter's file could not be sent along: it is not what it was when the letter was composed.
package struct ContentProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package var path: String
    /// In one sentence without a full stop; follows the path.
    package var problem: String
    /// In one sentence without a full stop.
    package var remedy: String

    package init(path: String, problem: String, remedy: String) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    package var description: String { "\(path): \(problem); \(remedy)" }
}
