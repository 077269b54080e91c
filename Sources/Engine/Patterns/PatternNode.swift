/// A regular expression as it was understood.
indirect enum PatternNode: Sendable {
    case set(ScalarSet)
    case sequence([PatternNode])
    /// The first that fits wins.
    case choice([PatternNode])
    case repeated(PatternNode, least: Int, most: Int?, isLazy: Bool)
    /// What its parentheses enclose is kept, under a number from 1.
    case group(PatternNode, Int)
    case assertion(Assertion)

    enum Assertion: Hashable, Sendable {
        case textStart
        /// Also before a line end that ends the text.
        case textEnd
        case lineStart
        case lineEnd
        case wordEdge
        case noWordEdge
    }

    static let nothing = PatternNode.sequence([])

    /// Whether it fits an empty stretch.
    var mayBeEmpty: Bool {
        switch self {
        case .set: false
        case .sequence(let nodes): nodes.allSatisfy(\.mayBeEmpty)
        case .choice(let nodes): nodes.contains(where: \.mayBeEmpty)
        case .repeated(let node, let least, _, _): least == 0 || node.mayBeEmpty
        case .group(let node, _): node.mayBeEmpty
        case .assertion: true
        }
    }
}
