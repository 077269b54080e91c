/// A regular expression as steps of a machine that goes through a text once, whatever the text is.
struct PatternProgram: Sendable {
    enum Step: Sendable {
        case take(ScalarSet)
        /// Both ways are tried, the first one has the right of way.
        case fork(Int, Int)
        case jump(Int)
        /// Keeps the place in a slot: 2n for the start of group n, 2n + 1 for its end.
        case keep(Int)
        case demand(PatternNode.Assertion)
        case end
    }

    /// Steps of an expression; repetitions by a number multiply them.
    static let longest = 5000

    private(set) var steps: [Step] = []

    init(_ node: PatternNode) throws(PatternReader.Problem) {
        try add(node)
        steps.append(.end)
    }

    private mutating func add(_ node: PatternNode) throws(PatternReader.Problem) {
        guard steps.count < Self.longest else {
            throw PatternReader.Problem(words: "with its repetitions written out it is too long")
        }
        switch node {
        case .set(let set): steps.append(.take(set))
        case .sequence(let nodes): for node in nodes { try add(node) }
        case .assertion(let assertion): steps.append(.demand(assertion))
        case .group(let node, let number):
            steps.append(.keep(2 * number))
            try add(node)
            steps.append(.keep(2 * number + 1))
        case .choice(let nodes):
            var ends: [Int] = []
            for (position, node) in nodes.enumerated() {
                guard position < nodes.count - 1 else {
                    try add(node)
                    break
                }
                let fork = steps.count
                steps.append(.jump(0))
                try add(node)
                ends.append(steps.count)
                steps.append(.jump(0))
                steps[fork] = .fork(fork + 1, steps.count)
            }
            for end in ends { steps[end] = .jump(steps.count) }
        case .repeated(let node, let least, let most, let isLazy):
            for _ in 0..<least { try add(node) }
            guard let most else { return try addLoop(node, isLazy) }
            var forks: [Int] = []
            for _ in least..<max(least, most) {
                forks.append(steps.count)
                steps.append(.jump(0))
                try add(node)
            }
            for fork in forks { steps[fork] = Self.fork(into: fork + 1, past: steps.count, isLazy) }
        }
    }

    private mutating func addLoop(_ node: PatternNode, _ isLazy: Bool) throws(PatternReader.Problem) {
        let fork = steps.count
        steps.append(.jump(0))
        try add(node)
        steps.append(.jump(fork))
        steps[fork] = Self.fork(into: fork + 1, past: steps.count, isLazy)
    }

    private static func fork(into: Int, past: Int, _ isLazy: Bool) -> Step {
        isLazy ? .fork(past, into) : .fork(into, past)
    }
}
