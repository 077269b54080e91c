// Not Glibc's clock_gettime: with the static standard library its `timespec` belongs to a module that can't be imported.
internal import FoundationEssentials

extension Instant {
    /// The system clock's time.
    package static var now: Instant {
        let now = Date().timeIntervalSince1970
        let seconds = now.rounded(.down)
        return Instant(seconds: Int64(seconds), nanoseconds: Int32((now - seconds) * 1e9))
    }
}
