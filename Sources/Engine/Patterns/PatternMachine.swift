/// Runs a program over a text: all ways at once, so that the time grows with the text's length and nothing else.
///
/// After Ken Thompson and Rob Pike; see Russ Cox, "Regular Expression Matching: the Virtual Machine Approach".
struct PatternMachine {
    /// The ways that are open at one place of the text, in their right of way.
    private struct Ways {
        var list: [Int] = []
        /// Where in the list a step stands, if it does.
        var position: [Int]
        var slots: [Int]

        init(steps: Int, slots: Int) {
            position = [Int](repeating: 0, count: steps)
            self.slots = [Int](repeating: -1, count: steps * slots)
        }

        func has(_ step: Int) -> Bool {
            let place = position[step]
            return place < list.count && list[place] == step
        }
    }

    private enum Task {
        case visit(Int)
        case restore(slot: Int, Int)
    }

    private let steps: [PatternProgram.Step]
    private let first: ScalarSet?
    private let width: Int
    private var now: Ways
    private var later: Ways
    private var tasks: [Task] = []
    private var current: [Int]

    /// - Parameters:
    ///   - program: To run.
    ///   - groups: How many there are.
    ///   - first: What a match can begin with; `nil` when that is not known.
    init(_ program: PatternProgram, groups: Int, first: ScalarSet?) {
        steps = program.steps
        self.first = first
        width = 2 * groups + 2
        now = Ways(steps: steps.count, slots: width)
        later = Ways(steps: steps.count, slots: width)
        current = [Int](repeating: -1, count: width)
    }

    /// The first match from a place on.
    ///
    /// - Returns: Where the match and its groups begin and end; -1 for groups that have no part in it.
    mutating func search(_ text: [UInt32], from start: Int) -> [Int]? {
        var found: [Int]?
        now.list.removeAll(keepingCapacity: true)
        var at = start
        while at <= text.count {
            if now.list.isEmpty {
                if found != nil { break }
                if let first {
                    while at < text.count, !first.contains(text[at]) { at += 1 }
                    guard at < text.count else { break }
                }
            }
            if found == nil {
                for slot in 0..<width { current[slot] = -1 }
                current[0] = at
                add(0, at, text, isNow: true)
            }
            later.list.removeAll(keepingCapacity: true)
            var place = 0
            while place < now.list.count {
                let step = now.list[place]
                place += 1
                switch steps[step] {
                case .end:
                    var slots = Array(now.slots[step * width..<(step + 1) * width])
                    slots[1] = at
                    found = slots
                    place = now.list.count
                case .take(let set):
                    guard at < text.count, set.contains(text[at]) else { continue }
                    for slot in 0..<width { current[slot] = now.slots[step * width + slot] }
                    add(step + 1, at + 1, text, isNow: false)
                case .fork, .jump, .keep, .demand: break
                }
            }
            swap(&now, &later)
            at += 1
        }
        return found
    }

    /// Opens the ways that lead on from a step without taking a character.
    private mutating func add(_ start: Int, _ at: Int, _ text: [UInt32], isNow: Bool) {
        tasks.append(.visit(start))
        while let task = tasks.popLast() {
            switch task {
            case .restore(let slot, let value): current[slot] = value
            case .visit(let step):
                if isNow ? now.has(step) : later.has(step) { continue }
                if isNow { open(step, &now) } else { open(step, &later) }
                switch steps[step] {
                case .jump(let to): tasks.append(.visit(to))
                case .fork(let one, let other):
                    tasks.append(.visit(other))
                    tasks.append(.visit(one))
                case .keep(let slot):
                    tasks.append(.restore(slot: slot, current[slot]))
                    current[slot] = at
                    tasks.append(.visit(step + 1))
                case .demand(let assertion):
                    if Self.holds(assertion, text, at) { tasks.append(.visit(step + 1)) }
                case .take, .end: break
                }
            }
        }
    }

    private func open(_ step: Int, _ ways: inout Ways) {
        ways.position[step] = ways.list.count
        ways.list.append(step)
        for slot in 0..<width { ways.slots[step * width + slot] = current[slot] }
    }

    private static func holds(_ assertion: PatternNode.Assertion, _ text: [UInt32], _ at: Int) -> Bool {
        switch assertion {
        case .textStart: return at == 0
        case .textEnd: return at == text.count || at == text.count - 1 && text[at] == 0x0A
        case .lineStart: return at == 0 || text[at - 1] == 0x0A
        case .lineEnd: return at == text.count || text[at] == 0x0A
        case .wordEdge, .noWordEdge:
            let before = at > 0 && ScalarSet.word.contains(text[at - 1])
            let behind = at < text.count && ScalarSet.word.contains(text[at])
            return (before != behind) == (assertion == .wordEdge)
        }
    }
}
