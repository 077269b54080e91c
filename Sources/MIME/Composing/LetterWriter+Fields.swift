internal import Attributes
internal import Diagnostics

extension LetterWriter {
    /// The longest name of a further field: a name and an encoded word must fit on a line.
    private static let longestFieldName = 76

    /// Writes the letter's own header, up to and with MIME-Version.
    mutating func fields(of draft: Draft) {
        if MailDate.range.contains(draft.date.seconds) {
            write("Date: ")
            write(MailDate.text(of: draft.date, in: draft.zone))
            endLine()
        } else {
            report("date", "its year is not between 1900 and 9999", remedy: "check the clock")
        }
        mailboxes("From", [draft.from], as: "from", isList: false)
        if !draft.replyTo.isEmpty { mailboxes("Reply-To", draft.replyTo, as: "reply-to") }
        if !draft.to.isEmpty { mailboxes("To", draft.to, as: "to") }
        if !draft.cc.isEmpty { mailboxes("Cc", draft.cc, as: "cc") }
        if draft.to.isEmpty, draft.cc.isEmpty {
            // A letter without any recipient field looks like spam to many filters.
            write("To: undisclosed-recipients:;")
            endLine()
        }
        unstructured("Subject", draft.subject, as: "subject")
        messageID(draft.messageID)
        for field in draft.headers { further(field) }
        write("MIME-Version: 1.0")
        endLine()
    }

    private mutating func messageID(_ id: String) {
        guard MessageID.isWellFormed(id) else {
            report(
                "message-id", "'\(Visible.shortened(id, to: 64))' is not a Message-ID",
                remedy: "write it like <name@example.com>, in ASCII")
            return
        }
        write("Message-ID: ")
        write(id)
        endLine()
    }

    private mutating func further(_ field: Draft.Field) {
        guard let flaw = field.flawInName(longest: Self.longestFieldName) else {
            unstructured(field.name, field.value, as: "headers.\(Visible.shortened(field.name, to: 64))")
            return
        }
        report("headers.\(Visible.shortened(field.name, to: 64))", flaw.problem, remedy: flaw.remedy)
    }
}

extension Draft.Field {
    /// Whether a header is written from the draft's own values, and so can't be among the further ones; in any case.
    package static func isReserved(_ name: String) -> Bool {
        reserved.contains { name.isSameInAnyCase($0) } || name.hasPrefixInAnyCase("content-")
    }

    private static let reserved: [StaticString] = [
        "bcc", "cc", "date", "from", "message-id", "mime-version", "reply-to", "subject", "to",
    ]

    fileprivate func flawInName(longest: Int) -> (problem: String, remedy: String)? {
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3A }) else {
            return (
                "the header's name may hold printable ASCII without spaces and colons only", "name it like X-Case"
            )
        }
        guard name.utf8.count <= longest else {
            return ("the header's name is longer than \(longest) characters", "shorten it")
        }
        guard !Self.isReserved(name) else {
            return ("router writes this header itself", "use the key that the route has for it")
        }
        return nil
    }
}

extension String {
    fileprivate func isSameInAnyCase(_ word: StaticString) -> Bool {
        utf8.count == word.utf8CodeUnitCount && hasPrefixInAnyCase(word)
    }

    /// Whether it begins with a word that is written in lower case.
    fileprivate func hasPrefixInAnyCase(_ word: StaticString) -> Bool {
        guard utf8.count >= word.utf8CodeUnitCount else { return false }
        return zip(utf8, UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)).allSatisfy {
            ((0x41...0x5A).contains($0) ? $0 | 0x20 : $0) == $1
        }
    }
}
