package import Diagnostics
package import Attributes
import Settings

extension Diagnostic.Code {
    static let invitation = Self(rawValue: "invitation")
}

extension Workspace {
    /// Looks at an invitation of each route that makes one, with sample data.
    ///
    /// - Parameter now: What stands in the letters as their date.
    /// - Returns: Warnings at the routes' `meeting:`.
    package func lintInvitations(now: Instant) -> [Diagnostic] {
        routes.values.sorted { $0.name < $1.name }.flatMap { route -> [Diagnostic] in
            guard let place = route.meetingPlace, let message = sampleMessage(of: route, now: now) else { return [] }
            return message.invitationFlaws.map { flaw in
                Diagnostic(
                    .warning, .invitation, at: place.span, in: place.source, "with sample data, \(flaw.problem)",
                    help: flaw.remedy)
            }
        }
    }

    /// The first letter that sample data make; `nil` when a sample does not fit, which says nothing of the route.
    private func sampleMessage(of route: SendRoute, now: Instant) -> Message? {
        guard let record = try? route.schema.check(route.sample(), in: context(for: route, documents: .refused)).get()
        else { return nil }
        return try? Submission(record, through: route, now: now).messages.first
    }
}
