/// Why a calendar part was not understood.
package struct UnreadableMeeting: Error, Hashable, Sendable, CustomStringConvertible {
    /// In one sentence without a full stop.
    package var problem: String
    /// In one sentence without a full stop.
    package var remedy: String

    package init(_ problem: String, remedy: String = "look at the calendar part of the raw letter") {
        self.problem = problem
        self.remedy = remedy
    }

    package var description: String { "\(problem); \(remedy)" }
}
