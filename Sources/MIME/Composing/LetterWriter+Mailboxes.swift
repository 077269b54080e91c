internal import Attributes

extension LetterWriter {
    /// Longer names are encoded, because quoted strings and addresses behind them must fit on lines.
    private static let longestPlainName = 60

    /// Writes a field of mailboxes: RFC 5322 §3.4.
    ///
    /// Flaws in a list are placed by number: `to[0].name`.
    mutating func mailboxes(_ name: StaticString, _ list: [Mailbox], as field: StaticString, isList: Bool = true) {
        write(name)
        write(":")
        for (index, mailbox) in list.enumerated() {
            if index > 0 { write(",") }
            mailboxEntry(
                mailbox, isLast: index == list.count - 1, as: isList ? "\(field)[\(index)]" : "\(field)")
        }
        endLine()
    }

    private mutating func mailboxEntry(_ mailbox: Mailbox, isLast: Bool, as field: @autoclosure () -> String) {
        let comma = isLast ? 0 : 1
        let address: EmailAddress
        do {
            address = try EmailAddress(mailbox.address)
        } catch {
            report("\(field()).address", error.problem, remedy: error.remedy)
            return
        }
        if address.needsSMTPUTF8 { needsSMTPUTF8 = true }
        let width = address.text.utf8.count + comma
        guard let name = mailbox.name, !HeaderText.isBlank(name) else {
            separate(before: width)
            write(address.text)
            return
        }
        displayName(name, as: "\(field()).name")
        separate(before: width + 2)
        write("<")
        write(address.text)
        write(">")
    }

    /// Writes a phrase: atoms, a quoted string, or encoded words.
    private mutating func displayName(_ name: String, as field: @autoclosure () -> String) {
        let text = HeaderText(name)
        guard permits(text, as: field()) else { return }
        if text.needsEncoding || text.count > Self.longestPlainName {
            // One encoded word where one can hold it: some readers show a space between two (Python's among them).
            separate(before: Self.wordWidth(text), limit: Self.wordLineLimit)
            encodedWords(name, text)
        } else if text.isAtoms {
            separate(before: text.count)
            write(name)
        } else {
            separate(before: text.count + text.escapes + 2)
            quoted(name)
        }
    }
}
