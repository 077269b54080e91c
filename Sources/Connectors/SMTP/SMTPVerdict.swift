internal import Connecting

/// What a reply means, decided from its codes and never from its text.
enum SMTPVerdict: Hashable {
    case accepted
    /// Try again later.
    case later
    case never
    /// The connection's settings are wrong, and the letter waits until they are mended: a login is wanted or was refused, or the server
    /// can't say who is known to it.
    case settings
    /// The protocol does not allow this reply here.
    case garbled

    /// What was asked.
    enum Question: Hashable {
        case reset
        /// VRFY.
        case verify
        case mail
        case recipient
        case data
        /// The final dot.
        case ending
    }

    init(_ reply: Reply, to question: Question) {
        if question == .verify, Self.isNoAnswer(reply) {
            self = .settings
            return
        }
        if question == .data ? reply.code == 354 : reply.code / 100 == 2 {
            self = .accepted
            return
        }
        guard reply.code / 100 == 4 || reply.code / 100 == 5 else {
            self = .garbled
            return
        }
        switch (reply.code, reply.enhanced?.utf8.first) {
        case _ where reply.wantsLogin: self = .settings
        case (421, _): self = .later
        // QUIRK: RFC 5321 section 4.5.3.1.10 has old servers say 552 for too many recipients, and asks to read it as 452.
        case (552, nil) where question == .recipient: self = .later
        case (552, _) where question == .recipient && reply.enhanced == "5.5.3": self = .later
        case (_, UInt8(ascii: "4")): self = .later
        case (_, UInt8(ascii: "5")): self = .never
        case (let code, _): self = code / 100 == 4 ? .later : .never
        }
    }

    /// Whether the answer to VRFY is neither yes nor no: 252 can't say, 500, 502 and 504 can't do it, x.7.x must not tell
    /// (RFC 5321 section 3.5.3).
    private static func isNoAnswer(_ reply: Reply) -> Bool {
        [252, 500, 502, 504].contains(reply.code) || reply.code / 100 == 5 && reply.isSecretive
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

extension Reply {
    /// A login is wanted, or the one we have does not do.
    var wantsLogin: Bool { [530, 534, 535, 538].contains(code) }

    /// Forbidden by rules, x.7.x (RFC 3463 section 3.8): of whether an address exists that says nothing.
    fileprivate var isSecretive: Bool { enhanced?.split(separator: ".").dropFirst().first == "7" }

    /// Whether it may be the parameters that were refused, and not what stands before them (RFC 5321 section 4.2.3).
    var refusesParameters: Bool { [500, 501, 502, 504, 555].contains(code) }
}
