internal import Attributes

/// What letters bring is not trusted: as much of it is kept as a list needs.
extension String {
    /// Words of a server or a handler.
    var kept: String { kept(characters: SpoolLimits.words) }

    func kept(characters: Int) -> String {
        // Characters are not counted where there are few bytes.
        utf8.count <= characters || count <= characters ? self : String(prefix(characters)) + "…"
    }

    /// As much of a Message-ID, a name or the like as is compared.
    var compared: String {
        utf8.count <= SpoolLimits.text ? self : String(decoding: utf8.prefix(SpoolLimits.text), as: UTF8.self)
    }
}

extension AttemptFailure {
    var kept: Self { Self(code: code, message: message.kept, help: help.kept) }
}

extension PreparedArrival {
    /// As it is stored.
    var kept: Self {
        var kept = self
        kept.sender = sender.kept(characters: 300)
        kept.subject = subject.kept
        kept.snippet = snippet.kept(characters: 200)
        kept.thread = thread.compared
        kept.contact = contact?.compared
        kept.links = links.prefix(SpoolLimits.links).map(\.kept)
        kept.quarantine = quarantine?.kept
        return kept
    }
}

extension ArrivalLink {
    var kept: Self {
        Self(rule: rule.compared, object: object.compared, key: key.compared, value: value.compared)
    }
}
