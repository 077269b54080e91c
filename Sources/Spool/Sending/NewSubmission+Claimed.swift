internal import Attributes
internal import Connecting

extension NewSubmission {
    /// Its letters as the owner has them who claims them with `put`: no reading is needed.
    ///
    /// For letters without files only: the spool has copies of those.
    package var claimed: [ClaimedLetter] {
        letters.compactMap { new in
            guard let id = UUIDv7(new.letter.id) else { return nil }
            return ClaimedLetter(
                id: id, submission: self.id, route: new.route, connection: new.connection, bus: new.bus,
                priority: new.priority, unknown: new.unknown, application: application, trace: trace,
                created: created, due: created, attempts: 0,
                recipients: new.letter.recipients.map { RecipientStatus(address: $0) }, details: new.details,
                letter: new.letter)
        }
    }
}
