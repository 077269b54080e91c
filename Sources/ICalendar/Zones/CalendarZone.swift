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

    let name: String
    private let rules: ZoneRules

    init(_ name: String) throws(Problem) {
        guard Self.isName(name), let rules = ZoneFile.footer(of: name).flatMap({ ZoneRules($0) }) else {
            throw Problem(
                problem:
                    "the time zone '\(name.unicodeScalars.prefix(64).map { $0.isASCII ? "\($0)" : "?" }.joined())' "
                    + "is not in the time zone database",
                remedy: "name it like Europe/Berlin, and install tzdata")
        }
        guard rules.summer.map({ $0.begin.isExpressible && $0.end.isExpressible }) ?? true else {
            throw Problem(
                problem: "the time zone '\(name)' changes its clocks in a way that calendars can't be told",
                remedy: "name another zone, or send single meetings")
        }
        self.name = name
        self.rules = rules
    }

    /// Seconds that the zone's clocks are ahead of UTC at an instant.
    func offset(at instant: Instant) -> Int { rules.offset(at: instant.seconds) }

    /// Writes the VTIMEZONE.
    func write(to writer: inout CalendarWriter) {
        writer.line("BEGIN:VTIMEZONE")
        writer.line("TZID:\(name)")
        if let summer = rules.summer {
            // QUIRK: Dublin's winter time is the one that the database calls the exception; readers expect summer to be.
            let isReversed = summer.offset < rules.offset
            observance(
                isReversed ? "DAYLIGHT" : "STANDARD", rules.name, from: summer.offset, to: rules.offset, summer.end,
                &writer)
            observance(
                isReversed ? "STANDARD" : "DAYLIGHT", summer.name, from: rules.offset, to: summer.offset,
                summer.begin, &writer)
        } else {
            observance("STANDARD", rules.name, from: rules.offset, to: rules.offset, nil, &writer)
        }
        writer.line("END:VTIMEZONE")
    }

    private func observance(
        _ kind: String, _ abbreviation: String, from: Int, to: Int, _ change: ZoneRules.Change?,
        _ writer: inout CalendarWriter
    ) {
        writer.line("BEGIN:\(kind)")
        writer.line("DTSTART:\(change.map { $0.civil(in: Self.firstYear).basic } ?? "\(Self.firstYear)0101T000000")")
        if let change { writer.line("RRULE:\(change.recurrence)") }
        writer.line("TZOFFSETFROM:\(Self.text(ofOffset: from))")
        writer.line("TZOFFSETTO:\(Self.text(ofOffset: to))")
        writer.line("TZNAME:\(abbreviation)")
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

    /// Names of the database: `America/Argentina/Buenos_Aires`, `Etc/GMT+3`; nothing that leads out of its folder.
    private static func isName(_ name: String) -> Bool {
        name.utf8.count <= 64
            && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
                guard let first = part.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else {
                    return false
                }
                return part.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || "_+-".utf8.contains($0)
                }
            }
    }
}
