import Connecting
import MIME

extension Message {
    /// What would keep calendars from showing the invitation that the letter carries; nothing when it carries none.
    package var invitationFlaws: [InvitationLinter.Flaw] {
        guard rendered.meeting != nil, let bytes = try? letter.content.bytes() else { return [] }
        return InvitationLinter.flaws(in: bytes, to: letter.recipients)
    }
}
