import Attributes
import Diagnostics
import Spool

/// The lines of a story as a person reads it: titles, and what stands below them.
///
/// What comes from outside is shown, not obeyed.
struct StoryLines {
    let style: Style
    let zone: Zone
    let now: Instant
    private(set) var lines: [String] = []

    init(style: Style, zone: Zone, now: Instant) {
        self.style = style
        self.zone = zone
        self.now = now
    }

    /// A title in bold, and what follows it on its line.
    mutating func title(_ words: String, _ rest: String = "") {
        lines.append(style.apply(.bold, Visible.line(words)) + Visible.line(rest))
    }

    /// What was made visible and coloured already.
    mutating func add(_ line: String) { lines.append(line) }

    /// A field; without a value there is none.
    mutating func field(_ name: String, _ value: String?) { styledField(name, value.map { Visible.line($0) }) }

    /// A field whose value was made visible and coloured already.
    mutating func styledField(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        lines.append("  \(name)\(String(repeating: " ", count: max(1, 13 - name.count)))\(value)")
    }

    mutating func add(_ failure: AttemptFailure) {
        lines.append("  \(style.apply(.red, "error[\(Visible.line(failure.code))]")): \(Visible.line(failure.message))")
        lines.append("    \(style.apply(.cyan, "help")): \(Visible.line(failure.help))")
    }

    func stamp(_ instant: Instant) -> String { Moment.stamp(instant, in: zone) }

    /// When, and how long ago.
    func stampAndAge(_ instant: Instant) -> String { "\(stamp(instant)), \(Moment.length(now - instant)) ago" }
}
