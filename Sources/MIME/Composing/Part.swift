internal import Attributes

/// The tree of a letter's parts.
indirect enum Part {
    /// `text/plain` or `text/html`.
    case text(StaticString, [UInt8])
    case multipart(Multipart, [Part])
    case calendar(Draft.Invitation)
    case file(Draft.File, Role)

    /// The kinds of multiparts that letters have; each stands in a letter once at most.
    enum Multipart {
        case mixed
        case alternative
        case related

        var type: StaticString {
            switch self {
            case .mixed: "multipart/mixed"
            case .alternative: "multipart/alternative"
            case .related: "multipart/related"
            }
        }

        /// What tells the boundaries of a letter apart.
        var mark: UInt8 {
            switch self {
            case .mixed: UInt8(ascii: "m")
            case .alternative: UInt8(ascii: "a")
            case .related: UInt8(ascii: "r")
            }
        }
    }

    /// How a file stands in the letter, with its number among its kind.
    enum Role {
        case attached(Int)
        /// Shown by the HTML half: `<img src="cid:…">`.
        case inline(Int)
        /// The calendar once more, for those who open it as a file.
        case invite
    }

    /// The whole letter.
    ///
    /// ```
    /// mixed            when there are files or a meeting
    ///  ├ alternative   when there are two halves or a meeting
    ///  │  ├ text/plain
    ///  │  ├ related    when the HTML half shows files
    ///  │  │  ├ text/html
    ///  │  │  └ files
    ///  │  └ text/calendar
    ///  ├ application/ics
    ///  └ files
    /// ```
    init(_ draft: Draft) {
        var halves: [Part] = []
        if let text = draft.plainBody { halves.append(.text("text/plain", text)) }
        if let html = draft.htmlBody { halves.append(Self.page(html, draft.inline)) }
        if halves.isEmpty { halves.append(.text("text/plain", [])) }
        var files: [Part] = []
        if let invitation = draft.invitation {
            halves.append(.calendar(invitation))
            files.append(
                .file(
                    Draft.File(Document(name: "invite.ics", content: .bytes(invitation.calendar))), .invite))
        }
        if draft.htmlBody == nil {
            files += draft.inline.enumerated().map { .file($1, .inline($0)) }
        }
        files += draft.attached.enumerated().map { .file($1, .attached($0)) }
        let body = halves.count == 1 ? halves[0] : .multipart(.alternative, halves)
        self = files.isEmpty ? body : .multipart(.mixed, [body] + files)
    }

    private static func page(_ html: [UInt8], _ inline: [Draft.File]) -> Part {
        let page = Part.text("text/html", html)
        guard !inline.isEmpty else { return page }
        return .multipart(.related, [page] + inline.enumerated().map { .file($1, .inline($0)) })
    }
}
