internal import Attributes

extension Instant {
    /// Since 1970, cut to whole ones, as the spool keeps times.
    var milliseconds: Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow, abs(product) < Int64.max / 2 else { return seconds < 0 ? Int64.min / 2 : Int64.max / 2 }
        return product + Int64(nanoseconds) / 1_000_000
    }

    init(milliseconds: Int64) {
        let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        self.init(seconds: seconds, nanoseconds: Int32(milliseconds - seconds * 1000) * 1_000_000)
    }
}

extension Duration {
    /// Whole milliseconds, never negative.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return max(0, min(seconds, Int64.max / 4000) * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
