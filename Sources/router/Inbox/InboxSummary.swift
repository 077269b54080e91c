import Attributes
import Console
import Spool

/// How many letters are new, are stuck, or need processing.
struct InboxSummary {
    let counts: InboxCounts

    /// `3 new, the oldest for 2h; 1 quarantined; 5 unprocessed`.
    func words(now: Instant) -> String {
        let numbers = [
            ("new", counts.count(InboxCounts.new)), ("failed", counts.count([.failed])),
            ("quarantined", counts.count([.quarantined])), ("unprocessed", counts.unprocessed),
        ]
        let words = numbers.filter { $0.1 > 0 }.map { name, count in
            let oldest = name == "new" ? counts.oldestNew : nil
            return "\(count) \(name)" + (oldest.map { ", the oldest for \(Moment.length(now - $0))" } ?? "")
        }
        return words.isEmpty ? "nothing is new" : words.joined(separator: "; ")
    }
}
