import Diagnostics
import Spool

extension ArrivalLink {
    /// As a person reads it: `Invoice Number 17`.
    var shown: String { Visible.line([object, key, value].filter { !$0.isEmpty }.joined(separator: " ")) }
}
