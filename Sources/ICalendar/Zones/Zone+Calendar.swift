package import Attributes

extension Zone {
    /// The VTIMEZONE by which calendars understand its clocks, lines ended; `nil` where they can't be told.
    package var calendarComponent: [UInt8]? {
        guard let zone = try? CalendarZone(self) else { return nil }
        var writer = CalendarWriter()
        zone.write(to: &writer)
        return writer.bytes
    }
}
