import Attributes
import ICalendar
import MIME
import Spool

/// Remembers the meetings that people were invited to, so that their answers are understood.
enum SentMeetings {
    /// People of one meeting that are remembered.
    private static let mostAttendees = 5_000

    /// Writes down who is invited to the meetings of a submission, before its letters go out.
    static func remember(
        _ letters: [RenderedLetter], counted ledger: [String: Int], in spool: any Spool, now: Instant
    ) async throws(SpoolProblem) {
        var invited: [String: SentInvitation] = [:]
        for case let meeting? in letters.map({ $0.meeting }) {
            let before = invited[meeting.uid]?.attendees ?? []
            let people = before + meeting.attendees.map { $0.wireAddress.lowercased() }
            invited[meeting.uid] = SentInvitation(sequence: ledger[meeting.uid] ?? meeting.sequence, attendees: people)
        }
        for (uid, sent) in invited {
            // Who was invited once may still answer.
            let former = try await invitation(uid, in: spool)?.attendees ?? []
            var seen: Set<String> = []
            let people = ((sent.attendees ?? []) + former).filter { seen.insert($0).inserted }.prefix(mostAttendees)
            let text: JSON = [
                "sequence": .integer(sent.sequence), "attendees": .array(people.map { .string($0) }),
            ]
            try await spool.write(Note(text.printed(), time: now), key: key(uid))
        }
    }

    /// What was sent last of a meeting; `nil` when it is none of ours.
    static func invitation(_ uid: String, in spool: any Spool) async throws(SpoolProblem) -> SentInvitation? {
        guard uid.utf8.count < SpoolLimits.text / 2, let note = try await spool.note(key(uid)),
            let json = try? JSON.read(note.text), case .number(let number)? = json["sequence"],
            let sequence = Int(number)
        else { return nil }
        guard case .array(let people)? = json["attendees"] else {
            return SentInvitation(sequence: sequence, attendees: nil)
        }
        return SentInvitation(sequence: sequence, attendees: people.compactMap(\.text))
    }

    private static func key(_ uid: String) -> String { "meeting:\(uid)" }
}
