import Attributes
import Engine

/// What became of checking all lines; it does not grow with those that are good.
struct LineCheck {
    /// How many wrong lines are told of in full.
    private static let told = 20

    /// What became of checking a chunk.
    struct Chunk: Sendable {
        var fingerprint: Int
        var good = 0
        /// The lines that do not fit the route, by their place in the chunk.
        var bad: [UInt16] = []
        /// The first of what is wrong.
        var problems: [LineProblem] = []

        mutating func add(_ problem: LineProblem, at index: Int) {
            bad.append(UInt16(index))
            if problems.count < LineCheck.told { problems.append(problem) }
        }
    }

    private(set) var good = 0
    private(set) var bad = 0
    /// What is wrong, for people.
    private(set) var sentences: [String] = []
    private var details: [JSON] = []
    /// By their order in the file, without their problems.
    private(set) var chunks: [Chunk] = []

    /// Adds what was found in the next lines.
    mutating func add(_ chunk: Chunk, of name: String) {
        good += chunk.good
        for problem in chunk.problems.prefix(max(0, Self.told - bad)) {
            sentences += problem.sentences
            details += problem.details
        }
        if bad <= Self.told, bad + chunk.bad.count > Self.told { sentences.append("\(name): and more wrong lines") }
        bad += chunk.bad.count
        var kept = chunk
        kept.problems = []
        chunks.append(kept)
    }

    func failure(route: SendRoute) -> CommandFailure {
        var failure = CommandFailure(
            .data, "data-mismatch",
            "\(bad) of \(bad + good) lines do not fit the route '\(route.name)'; nothing was sent",
            help: "mend them, or send the others with --keep-going")
        failure.details = .array(details)
        return failure
    }
}
