internal import Connecting

/// What a reply means, decided from its codes and never from its text.
enum SMTPVerdict: Hashable {
    case accepted
    /// Try again later.
    case later
    case never
    /// The connection's settings are wrong, and the letter waits until they are mended: a login is wanted or was refused.
    case settings
    /// The protocol does not allow this reply here.
    case garbled

    /// What was asked.
    enum Question: Hashable {
        case reset
        case mail
        case recipient
        case data
        /// The final dot.
        case ending
    }

    init(_ reply: Reply, to question: Question) {
        if question == .data ? reply.code == 354 : reply.code / 100 == 2 {
            self = .accepted
            return
        }
        guard reply.code / 100 == 4 || reply.code / 100 == 5 else {
            self = .garbled
            return
        }
        switch (reply.code, reply.enhanced?.utf8.first) {
        case (530, _), (534, _), (535, _), (538, _): self = .settings
        case (421, _): self = .later
        // QUIRK: RFC 5321 section 4.5.3.1.10 has old servers say 552 for too many recipients, and asks to read it as 452.
        case (552, nil) where question == .recipient: self = .later
        case (552, _) where question == .recipient && reply.enhanced == "5.5.3": self = .later
        case (_, UInt8(ascii: "4")): self = .later
        case (_, UInt8(ascii: "5")): self = .never
        case (let code, _): self = code / 100 == 4 ? .later : .never
        }
    }

    /// What becomes of a recipient by it; after the final dot a reply that can't be read leaves the outcome open.
    func state(after question: Question) -> RecipientState {
        switch self {
        case .accepted: .sent
        case .later, .settings: .deferred
        case .never: .failed
        case .garbled: question == .ending ? .held : .deferred
        }
    }
}
