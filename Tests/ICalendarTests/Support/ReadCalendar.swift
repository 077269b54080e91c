import FoundationEssentials
import ICalendar
import Peers

/// A calendar as Python's icalendar reads it: what `read_calendar.py` prints.
struct ReadCalendar: Decodable {
    struct Property: Decodable, Equatable {
        var name: String
        var value: String
        var parameters: [String: String]
    }

    struct Component: Decodable {
        var name: String
        var properties: [Property]
        var components: [Component]

        /// The values of a property.
        func values(_ name: String) -> [String] { properties.filter { $0.name == name }.map(\.value) }

        subscript(name: String) -> Component? { components.first { $0.name == name } }
    }

    var name: String
    var properties: [Property]
    var components: [Component]
    var errors: [String]

    var events: [Component] { components.filter { $0.name == "VEVENT" } }

    /// Lets Python read meetings, all in one process.
    static func all(_ meetings: [Meeting]) async throws -> [ReadCalendar] {
        let lines = try meetings.map { Data(try $0.calendar()).base64EncodedString() + "\n" }.joined()
        let output = try await Python.run("read_calendar.py", input: Array(lines.utf8))
        return try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(ReadCalendar.self, from: Data($0))
        }
    }
}
