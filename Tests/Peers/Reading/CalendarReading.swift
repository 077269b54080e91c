import FoundationEssentials

/// A calendar as a reader found it that knows nothing of router: Python's `icalendar`, or libical.
package struct CalendarReading: Sendable {
    /// A property with its decoded value; times of events are in UTC.
    package struct Property: Sendable, Decodable {
        package var name: String
        package var value: String
        package var parameters: [String: String]
    }

    /// `VCALENDAR`, `VEVENT`, `VALARM`.
    package struct Component: Sendable, Decodable {
        package var name: String
        package var properties: [Property]
        package var components: [Component]

        /// The values of a property.
        package func values(_ name: String) -> [String] { properties.filter { $0.name == name }.map(\.value) }

        package subscript(name: String) -> Component? { components.first { $0.name == name } }

        /// The names of all properties, component by component: what no value may change.
        package var shape: [String] {
            ["\(name): \(properties.map(\.name).sorted().joined(separator: " "))"] + components.flatMap(\.shape)
        }
    }

    package var calendar: Component
    /// What is wrong with it in the reader's eyes.
    package var errors: [String]
    /// When it takes place, the first ten times at most, in UTC; libical only.
    package var occurrences: [String]

    /// The only event.
    package var event: Component? { calendar["VEVENT"] }

    /// Lets libical read calendars, all in one process.
    ///
    /// What RFC 5546 forbids under the calendar's METHOD is an error too.
    package static func byLibical(_ calendars: [[UInt8]]) async throws -> [CalendarReading] {
        struct Answer: Decodable {
            var valid: Bool
            var errors: [String]
            var calendar: Component?
            var occurrences: [String]?
        }
        return try await CReader.answers("read_calendar", ["libical"], to: calendars).map { line in
            let answer = try JSONDecoder().decode(Answer.self, from: line)
            return CalendarReading(
                calendar: answer.calendar ?? Component(name: "", properties: [], components: []),
                errors: answer.errors + (answer.valid ? [] : ["its METHOD wants it otherwise"]),
                occurrences: answer.occurrences ?? [])
        }
    }

    /// Lets Python read calendars, all in one process.
    package static func byPython(_ calendars: [[UInt8]]) async throws -> [CalendarReading] {
        struct Answer: Decodable {
            var name: String
            var properties: [Property]
            var components: [Component]
            var errors: [String]
        }
        let output = try await Python.run("read_calendar.py", input: CReader.lines(calendars))
        return try output.split(separator: UInt8(ascii: "\n")).map { line in
            let answer = try JSONDecoder().decode(Answer.self, from: Data(line))
            let root = Component(name: answer.name, properties: answer.properties, components: answer.components)
            return CalendarReading(calendar: root, errors: answer.errors, occurrences: [])
        }
    }
}
