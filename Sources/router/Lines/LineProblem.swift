import Attributes
import Engine

/// What is wrong with a line.
struct LineProblem: Error {
    /// For people.
    var sentences: [String]
    var details: [JSON]

    init(_ problem: DataProblem, line: Int) {
        sentences = [problem.message]
        details = [
            [
                "line": .integer(line), "pointer": "", "expected": "a JSON object", "found": .string(problem.message),
            ]
        ]
    }

    init(_ mismatches: Mismatches, in name: String, line: Int) {
        sentences = mismatches.sentences(for: "\(name):\(line)")
        details = mismatches.list.map { mismatch -> JSON in
            guard case .object(let members) = mismatch.json else { return .null }
            return .object([.init(name: "line", value: .integer(line))] + members)
        }
    }
}
