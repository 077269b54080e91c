/// The recorded changes of a zone's clocks, and the rule for what comes after them.
struct ZoneTable: Sendable {
    static let utc = ZoneTable(
        instants: [], indices: [], phases: [ZonePhase(offset: 0, abbreviation: "UTC")], rule: nil)

    /// When the clocks change, in seconds since 1970, ascending.
    let instants: [Int64]
    /// For each instant, which phase begins.
    let indices: [UInt8]
    /// The first one holds before the first change; never empty.
    let phases: [ZonePhase]
    /// Holds from the last change on.
    let rule: ZoneRule?

    func phase(at seconds: Int64) -> ZonePhase {
        if let rule, seconds > instants.last ?? .min { return rule.phase(at: seconds) }
        // How many changes came at or before that instant.
        var low = 0
        var high = instants.count
        while low < high {
            let middle = (low + high) / 2
            if instants[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? phases[0] : phases[Int(indices[low - 1])]
    }

    func changes(in range: Range<Int64>) -> [ZoneChange] {
        var seconds = instants.filter { range.contains($0) }
        if let rule {
            let last = instants.last ?? .min
            seconds += rule.changes(in: range).filter { $0 > last }
        }
        return seconds.compactMap { instant in
            let before = phase(at: instant - 1)
            let after = phase(at: instant)
            return before == after ? nil : ZoneChange(seconds: instant, before: before, after: after)
        }
    }
}
