import Attributes
import Spool

/// What a message's details say: facts about its letter that were known when it was made.
struct MessageDetails {
    let subject: String?
    let meeting: JSON?
    let links: [JSON]

    /// - Parameter text: The spool's, which other versions may have written: what can't be read is not there.
    init(_ text: String) {
        let details = text.isEmpty ? nil : try? JSON.read(text)
        subject = details?["subject"]?.text
        meeting = details?["meeting"]
        if case .array(let links)? = details?["links"] { self.links = links } else { links = [] }
    }
}
