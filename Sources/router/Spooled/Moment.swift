import Attributes

/// Times as people read them in lists and stories.
enum Moment {
    /// A length of time in its largest unit: `45s`, `12m`, `3h`, `5d`.
    static func length(_ length: Duration) -> String {
        let seconds = max(0, length.components.seconds)
        return switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3_600: "\(seconds / 60)m"
        case ..<86_400: "\(seconds / 3_600)h"
        default: "\(seconds / 86_400)d"
        }
    }

    /// When something is due, from now: `now`, `in 12m`.
    static func due(_ due: Instant, now: Instant) -> String {
        due <= now ? "now" : "in \(length(due - now))"
    }

    /// A time with its date, to the second, in a zone: `2026-12-01 10:00:00 +03:00`.
    static func stamp(_ instant: Instant, in zone: Zone) -> String {
        let text = Instant(seconds: instant.seconds).iso8601(in: zone)
        // 2026-12-01T10:00:00+03:00
        let time = text.dropFirst(11).prefix(8)
        return "\(text.prefix(10)) \(time)\(text.hasSuffix("Z") ? "Z" : " \(text.dropFirst(19))")"
    }
}
