internal import Attributes

/// A time zone with the rules that a calendar needs to understand local times on its own: RFC 5545 §3.6.5.
///
/// The rules are those in force from now on, the last line of the zone's file in the time zone database. They change with the
/// database, not with the year, so they are written as endless rules: Outlook understands nothing else.
///
/// QUIRK: in Ramadan, Morocco's clocks go back by an hour, which no rule says: readers that know `Africa/Casablanca` by name are
/// right all the same, and others are an hour off then.
struct CalendarZone {
    /// What is wrong with a zone, and what mends it.
    struct Problem: Error, Hashable {
        var problem: String
        var remedy: String
    }

    let zone: Zone
    private let rule: ZoneRule

    init(_ zone: Zone) throws(Problem) {
        guard let rule = zone.rule,
            rule.daylight.map({ $0.start.recurrence != nil && $0.end.recurrence != nil }) ?? true
        else {
            throw Problem(
                problem: "the time zone '\(zone.name)' changes its clocks in a way that calendars can't be told",
                remedy: "name another zone, or send single meetings")
        }
        self.zone = zone
        self.rule = rule
    }

    /// Writes the VTIMEZONE.
    func write(to writer: inout CalendarWriter) {
        writer.line("BEGIN:VTIMEZONE")
        writer.line("TZID:\(zone.name)")
        let standard = rule.standard
        if let daylight = rule.daylight {
            // QUIRK: Dublin's winter time is the one that the database calls the exception; readers expect summer to be.
            let isReversed = daylight.phase.offset < standard.offset
            observance(
                isReversed ? "DAYLIGHT" : "STANDARD", standard, from: daylight.phase.offset, daylight.end, &writer)
            observance(
                isReversed ? "STANDARD" : "DAYLIGHT", daylight.phase, from: standard.offset, daylight.start, &writer)
        } else {
            observance("STANDARD", standard, from: standard.offset, nil, &writer)
        }
        writer.line("END:VTIMEZONE")
    }

    private func observance(
        _ kind: String, _ phase: ZonePhase, from offset: Int, _ change: ZoneRule.Change?,
        _ writer: inout CalendarWriter
    ) {
        writer.line("BEGIN:\(kind)")
        writer.line("DTSTART:\(change.map { $0.civil(in: Self.firstYear).basic } ?? "\(Self.firstYear)0101T000000")")
        if let recurrence = change?.recurrence { writer.line("RRULE:\(recurrence)") }
        writer.line("TZOFFSETFROM:\(Self.text(ofOffset: offset))")
        writer.line("TZOFFSETTO:\(Self.text(ofOffset: phase.offset))")
        writer.line("TZNAME:\(phase.abbreviation)")
        writer.line("END:\(kind)")
    }

    private static let firstYear = 1970

    /// RFC 5545 §3.3.14: `+0300`.
    private static func text(ofOffset offset: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let size = abs(offset)
        let seconds = size % 60 == 0 ? "" : two(size % 60)
        return "\(offset < 0 ? "-" : "+")\(two(size / 3600))\(two(size / 60 % 60))\(seconds)"
    }
}
