import ArgumentParser
import Attributes

/// A time on the command line, or how long ago it was.
struct TimePoint: Sendable {
    private enum Form {
        case ago(Duration)
        /// Where it has no offset, it is in the workspace's time zone, which is not known yet.
        case written(String)
    }

    private let form: Form

    static func read(_ text: String) throws -> TimePoint {
        if let length = try? Duration(reading: text) { return TimePoint(form: .ago(length)) }
        do throws(Misreading) {
            _ = try Instant(text, in: .utc)
        } catch {
            throw ValidationError(error.reason ?? "write it as 2026-12-01, 2026-12-01T10:00, 30m, 2h or 3d")
        }
        return TimePoint(form: .written(text))
    }

    /// `nil` for a time that the zone's clocks skip.
    func instant(now: Instant, in zone: Zone) -> Instant? {
        switch form {
        case .ago(let length): now + (.zero - length)
        case .written(let text): try? Instant(text, in: zone)
        }
    }
}
