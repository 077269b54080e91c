/// How a meeting takes place again and again.
package struct Recurrence: Hashable, Sendable {
    /// Days of the week are 1 for Monday to 7 for Sunday.
    package enum Pattern: Hashable, Sendable {
        case daily
        case weekly(Set<Int>, first: Int)
        /// The last day where a month has fewer.
        case monthly(day: Int)
        /// The first to fourth such day of a month; 5 is the last.
        case monthlyOn(Int, Set<Int>)
        case yearly(month: Int, day: Int)
        case yearlyOn(month: Int, Int, Set<Int>)
    }

    package enum End: Hashable, Sendable {
        case never
        /// With its last day, counted since 1970.
        case on(Int)
        case after(Int)
    }

    package var pattern: Pattern
    /// Every so many days, weeks, months or years.
    package var interval: Int
    package var end: End
    /// Days since 1970 on which it does not take place after all.
    package var excluded: Set<Int> = []

    package init(_ pattern: Pattern, every interval: Int = 1, until end: End = .never) {
        self.pattern = pattern
        self.interval = interval
        self.end = end
    }
}
