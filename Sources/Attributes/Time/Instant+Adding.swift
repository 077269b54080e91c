extension Instant {
    /// The instant a duration later; its attoseconds are cut to nanoseconds.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int64(instant.nanoseconds) + attoseconds / 1_000_000_000
        let carry = nanoseconds.floorDivided(by: 1_000_000_000)
        return Instant(
            seconds: instant.seconds + seconds + carry, nanoseconds: Int32(nanoseconds - carry * 1_000_000_000))
    }

    /// How much later the left instant is; negative when it is earlier.
    package static func - (left: Instant, right: Instant) -> Duration {
        .seconds(left.seconds - right.seconds) + .nanoseconds(Int64(left.nanoseconds) - Int64(right.nanoseconds))
    }
}
