package import ICalendar
package import MIME

/// A letter with all its texts, before it is composed: what `preview` shows.
package struct RenderedLetter: Sendable {
    package var draft: Draft
    /// Not in the draft: nobody sees them.
    package var bcc: [Mailbox]
    /// The envelope: everybody once, in the order to, cc, bcc.
    package var recipients: [String]
    package var meeting: Meeting?
}
