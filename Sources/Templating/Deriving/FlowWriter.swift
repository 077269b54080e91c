import Attributes

/// Lays out the steps of a derived text.
protocol FlowWriter {
    var buffer: [UInt8] { get set }
    /// For values that may come to nothing.
    var scratch: [UInt8] { get set }

    mutating func begin()
    /// Takes a step that no value belongs to.
    mutating func take(_ step: FlowStep)
    /// Writes whatever stands between the last words and the next ones.
    mutating func beginWords()
    mutating func finish()
}

extension FlowWriter {
    mutating func take(_ steps: [FlowStep], _ filling: inout Filling) throws(Mismatch) {
        for step in steps {
            switch step {
            case .hole(let hole): try take(hole, &filling)
            case .section(let section, let inner):
                try filling.go(through: section) { (filling) throws(Mismatch) in
                    try Template.Part.checkSize(buffer, at: section, filling)
                    try take(inner, &filling)
                }
            case .address(let inner):
                var address = takeScratch()
                for step in inner { try step.fill(&filling, into: &address) }
                if !address.isEmpty { for step in FlowStep.address([.words(address)]).spread { take(step) } }
                scratch = address
            default: take(step)
            }
        }
    }

    private mutating func take(_ hole: Hole, _ filling: inout Filling) throws(Mismatch) {
        guard hole.mayBeUnseen else {
            beginWords()
            return try hole.fill(&filling, into: &buffer)
        }
        var value = takeScratch()
        try hole.fill(&filling, into: &value)
        if case .textOfHTML = hole.format {
            for step in HTMLText.steps(ofHTML: [.constant(value)]).flatMap(\.spread) { take(step) }
        } else if !value.isEmpty {
            beginWords()
            buffer.append(contentsOf: value)
        }
        scratch = value
    }

    private mutating func takeScratch() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &scratch)
        taken.removeAll(keepingCapacity: true)
        return taken
    }
}

extension FlowStep {
    /// Appends the text of an address.
    fileprivate func fill(_ filling: inout Filling, into buffer: inout [UInt8]) throws(Mismatch) {
        switch self {
        case .words(let bytes): buffer.append(contentsOf: bytes)
        case .hole(let hole): try hole.fill(&filling, into: &buffer)
        case .section(let section, let steps):
            try filling.go(through: section) { (filling) throws(Mismatch) in
                for step in steps { try step.fill(&filling, into: &buffer) }
            }
        default: break
        }
    }
}
