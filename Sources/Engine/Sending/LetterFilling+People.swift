import Attributes
import MIME
import Templating

/// Who a letter comes from and goes to.
extension LetterFilling {
    mutating func mailbox(_ template: MailboxTemplate) -> Mailbox? {
        switch template {
        case .account(let hole): return accounts(hole).first
        case .address(let address, let name):
            guard let written = text(address)?.trimmingWhitespace(), !written.isEmpty else { return nil }
            let pointer = address.holes.first?.path.pointer ?? ""
            return checked(Mailbox(name: name.flatMap { visible($0) }, address: written), at: pointer)
        }
    }

    mutating func mailboxes(_ templates: [RecipientTemplate]) -> [Mailbox] {
        templates.flatMap { template -> [Mailbox] in
            switch template {
            case .account(let hole): return accounts(hole)
            case .one(let one): return mailbox(one).map { [$0] } ?? []
            case .several(let parts): return parts.flatMap { several($0) }
            }
        }
    }

    private mutating func accounts(_ hole: Hole) -> [Mailbox] {
        let value = hole.value(in: scope.record)
        let items: [Value] = if case .list(let list) = value { list } else { [value] }
        let isList = items != [value]
        return items.enumerated().compactMap { position, item in
            guard case .account(let account) = item else { return nil }
            let mailbox = Mailbox(
                name: account.name == account.address ? nil : account.name, address: account.address)
            return checked(mailbox, at: isList ? "\(hole.path.pointer)/\(position)" : hole.path.pointer)
        }
    }

    private mutating func several(_ part: RecipientTemplate.Part) -> [Mailbox] {
        let pointer = part.address.holes.first?.path.pointer ?? ""
        var written: [(text: String, pointer: String)] = []
        if let hole = part.address.soleHole, case .list(let items) = hole.value(in: scope.record) {
            for case (let position, .string(let item)) in items.enumerated() {
                written.append((item, "\(pointer)/\(position)"))
            }
        } else if let text = text(part.address) {
            written = [(text, pointer)]
        }
        let addresses = written.flatMap { entry in
            entry.text.split(separator: ";").map { (String($0).trimmingWhitespace(), entry.pointer) }
        }.filter { !$0.0.isEmpty }
        guard !addresses.isEmpty else { return [] }
        let name = part.name.flatMap { visible($0) }
        return addresses.enumerated().compactMap { position, address in
            checked(Mailbox(name: position == 0 ? name : nil, address: address.0), at: address.1)
        }
    }

    private mutating func checked(_ mailbox: Mailbox, at pointer: String) -> Mailbox? {
        guard let wrong = EmailAddress.problem(in: mailbox.address) else { return mailbox }
        problem(
            pointer, expected: "one e-mail address such as ivan@example.com",
            found: "'\(mailbox.address.shortened())': \(wrong)")
        return nil
    }

    /// A text without control characters but tabs and line ends: a calendar can hold no others, and nobody sees them in a name.
    ///
    /// Those that data bring are reported at their values.
    mutating func visible(_ template: Template) -> String? {
        text(template).flatMap { visible($0, from: template) }
    }

    /// The same of a text that was filled before.
    mutating func visible(_ text: String, from template: Template) -> String? {
        guard text.mayHide, text.unicodeScalars.contains(where: \.isHidden) else { return text }
        for hole in template.holes {
            guard let hidden = hole.value(in: scope.record).hiddenScalar else { continue }
            let digits = String(hidden.value, radix: 16, uppercase: true)
            let zeros = String(repeating: "0", count: 4 - digits.count)
            problem(
                hole.path.pointer, expected: "a text without control characters", found: "one with U+\(zeros)\(digits)")
        }
        return text
    }
}

extension Value {
    /// The first control character in what a template would show of the value.
    fileprivate var hiddenScalar: Unicode.Scalar? {
        switch self {
        case .string(let text): text.unicodeScalars.first(where: \.isHidden)
        case .account(let account): account.name.unicodeScalars.first(where: \.isHidden)
        case .list(let items): items.lazy.compactMap(\.hiddenScalar).first
        default: nil
        }
    }
}

extension String {
    /// Whether a control character may be in it: those below a space but tabs and line ends, DEL, and those whose first byte
    /// in UTF-8 is C2.
    fileprivate var mayHide: Bool {
        var copy = self
        return copy.withUTF8 { bytes in
            for byte in bytes {
                switch byte {
                case 0x09, 0x0A, 0x0D: break
                case ..<0x20, 0x7F, 0xC2: return true
                default: break
                }
            }
            return false
        }
    }
}

extension Unicode.Scalar {
    /// A control character that is neither a tab nor a line end.
    fileprivate var isHidden: Bool {
        switch self {
        case "\t", "\n", "\r", "\u{85}": false
        // All that Unicode calls control characters.
        default: value < 0x20 || (0x7F...0x9F).contains(value)
        }
    }
}
