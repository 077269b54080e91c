extension PatternProgram {
    /// Whether there is a text that it matches, as far as the text's ends decide.
    var canMatch: Bool {
        /// Where a way is, whether it has taken anything, and whether nothing may follow.
        struct Place: Hashable {
            var step: Int
            var hasTaken: Bool
            var isEnded: Bool
        }
        var seen: Set<Place> = []
        var open = [Place(step: 0, hasTaken: false, isEnded: false)]
        while let place = open.popLast() {
            guard seen.insert(place).inserted else { continue }
            func go(_ step: Int) { open.append(Place(step: step, hasTaken: place.hasTaken, isEnded: place.isEnded)) }
            switch steps[place.step] {
            case .end: return true
            case .jump(let to): go(to)
            case .fork(let one, let other):
                go(one)
                go(other)
            case .keep: go(place.step + 1)
            case .take(let set):
                // Behind the end of a text may still stand its last line end.
                guard !set.isEmpty, !place.isEnded || set.contains(0x0A) else { continue }
                open.append(Place(step: place.step + 1, hasTaken: true, isEnded: place.isEnded))
            case .demand(.textStart): if !place.hasTaken { go(place.step + 1) }
            case .demand(.textEnd):
                open.append(Place(step: place.step + 1, hasTaken: place.hasTaken, isEnded: true))
            case .demand: go(place.step + 1)
            }
        }
        return false
    }

    /// What a match can begin with.
    var firstSet: ScalarSet {
        var ranges: [ClosedRange<UInt32>] = []
        var seen: Set<Int> = []
        var open = [0]
        while let step = open.popLast() {
            guard seen.insert(step).inserted else { continue }
            switch steps[step] {
            case .end: return .all
            case .jump(let to): open.append(to)
            case .fork(let one, let other): open += [one, other]
            case .keep, .demand: open.append(step + 1)
            case .take(let set): ranges += set.ranges
            }
        }
        return ScalarSet(ranges)
    }

    /// A text that both match from its start to its end, edges aside; a short one.
    ///
    /// - Returns: `nil` when there is none, or when it would take too long to know.
    func common(with other: PatternProgram) -> String? {
        struct Pair: Hashable {
            var here: Int
            var there: Int
        }
        var origins: [Pair: (from: Pair, scalar: UInt32?)] = [:]
        var open = [Pair(here: 0, there: 0)]
        var at = 0
        origins[open[0]] = (open[0], nil)
        while at < open.count, open.count < Self.mostPairs {
            let pair = open[at]
            at += 1
            func go(_ here: Int, _ there: Int, _ scalar: UInt32? = nil) {
                let next = Pair(here: here, there: there)
                guard origins[next] == nil else { return }
                origins[next] = (pair, scalar)
                open.append(next)
            }
            switch (steps[pair.here], other.steps[pair.there]) {
            case (.end, .end):
                var text: [UInt32] = []
                var place = pair
                while let origin = origins[place], origin.from != place {
                    if let scalar = origin.scalar { text.append(scalar) }
                    place = origin.from
                }
                return String(String.UnicodeScalarView(text.reversed().compactMap { Unicode.Scalar($0) }))
            case (.jump(let to), _): go(to, pair.there)
            case (_, .jump(let to)): go(pair.here, to)
            case (.keep, _), (.demand, _): go(pair.here + 1, pair.there)
            case (_, .keep), (_, .demand): go(pair.here, pair.there + 1)
            case (.fork(let one, let two), _):
                go(one, pair.there)
                go(two, pair.there)
            case (_, .fork(let one, let two)):
                go(pair.here, one)
                go(pair.here, two)
            case (.take(let left), .take(let right)):
                if let scalar = left.common(with: right) { go(pair.here + 1, pair.there + 1, scalar) }
            case (.end, .take), (.take, .end): break
            }
        }
        return nil
    }

    /// Pairs of steps that are looked at.
    private static let mostPairs = 200_000
}

extension Pattern {
    /// A text in which both find something, one within what the other finds.
    ///
    /// - Returns: `nil` when there is none. Expressions with edges (`^`, `\b`) that need more text around them are not seen through.
    func overlap(with other: Pattern) -> String? {
        let around = PatternNode.repeated(.set(.line), least: 0, most: nil, isLazy: true)
        for (outer, inner) in [(self, other), (other, self)] {
            guard let wide = try? PatternProgram(.sequence([around, inner.node, around])),
                let text = outer.program.common(with: wide),
                outer.firstMatch(in: text) != nil, inner.firstMatch(in: text) != nil
            else { continue }
            return text
        }
        return nil
    }
}
