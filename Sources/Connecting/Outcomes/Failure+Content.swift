package import MIME

extension Failure {
    /// A letter's file is not what it was when the letter was composed: what went out of it is no letter.
    package init(_ problem: ContentProblem) {
        self.init(
            .fileUnreadable, .never, "the letter's file \(problem.path) \(problem.problem)", help: problem.remedy)
    }
}
