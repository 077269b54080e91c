import Attributes

/// Derived text whose lines depend on its values: its steps are taken for each letter anew.
final class Flow: Sendable {
    enum Form: Sendable {
        case text
        case html(isWhole: Bool)
    }

    let form: Form
    let steps: [FlowStep]

    private init(_ form: Form, _ steps: [FlowStep]) {
        self.form = form
        self.steps = steps
    }

    /// A template's parts from the steps: where no value can change the lines, they are laid out once and for all.
    static func parts(_ form: Form, _ steps: [FlowStep]) -> [Template.Part] {
        guard !steps.contains(where: \.isVariable) else { return [.flow(Flow(form, steps))] }
        switch form {
        case .text: return layOut(steps, with: TextWriter())
        case .html(let isWhole): return layOut(steps, with: ParagraphWriter(isWhole: isWhole))
        }
    }

    private static func layOut(_ steps: [FlowStep], with writer: some FlowWriter) -> [Template.Part] {
        var writer = writer
        var parts: [Template.Part] = []
        var done = 0
        writer.begin()
        for step in steps.flatMap(\.spread) {
            guard case .hole(let hole) = step else {
                writer.take(step)
                continue
            }
            writer.beginWords()
            parts.append(.constant(Array(writer.buffer[done...])))
            parts.append(.hole(hole))
            done = writer.buffer.count
        }
        writer.finish()
        return (parts + [.constant(Array(writer.buffer[done...]))]).joined
    }

    func fill(_ filling: inout Filling, into buffer: inout [UInt8]) throws(Mismatch) {
        switch form {
        case .text: try fill(&filling, into: &buffer, with: TextWriter())
        case .html(let isWhole): try fill(&filling, into: &buffer, with: ParagraphWriter(isWhole: isWhole))
        }
    }

    private func fill(
        _ filling: inout Filling, into buffer: inout [UInt8], with writer: some FlowWriter
    ) throws(Mismatch) {
        var writer = writer
        swap(&writer.buffer, &buffer)
        defer { swap(&writer.buffer, &buffer) }
        writer.begin()
        try writer.take(steps, &filling)
        writer.finish()
    }
}
