import Attributes
import Diagnostics
import Settings
import Templating

extension RouteCompiler {
    mutating func recipients(
        _ email: Reading, _ field: Field<OneOrMany<RecipientSetting>?>, mayBeSeveral: Bool
    ) -> [RecipientTemplate] {
        (email.find(field) ?? nil)?.items.compactMap { compileRecipient($0, mayBeSeveral: mayBeSeveral) } ?? []
    }

    /// An entry of `to`, `cc`, `bcc` or `attendees`.
    mutating func compileRecipient(_ setting: RecipientSetting, mayBeSeveral: Bool) -> RecipientTemplate? {
        switch setting {
        case .account(let text): return compileAccount(text, mayBeArray: true).map { .account($0) }
        case .address(let address, let name) where mayBeSeveral: return compileSeveral(address, names: name)
        case .mailbox(let text):
            // `to: <Participants>` with accounts means what {account: <Participants>} says.
            if let hole = quietly(text)?.soleHole, hole.type == .account {
                return compileAccount(text, mayBeArray: true).map { _ in .account(hole) }
            }
            if mayBeSeveral { return compileSeveral(text, names: nil) }
            return compileMailbox(setting).map { .one($0) }
        case .address: return compileMailbox(setting).map { .one($0) }
        }
    }

    /// One address with its name: in `to`, `from`, `reply-to` and `organizer`.
    mutating func compileMailbox(_ setting: RecipientSetting) -> MailboxTemplate? {
        switch setting {
        case .account(let text): return compileAccount(text, mayBeArray: false).map { .account($0) }
        case .address(let address, let name): return compileOne(address, name: name)
        case .mailbox(let text):
            if let hole = quietly(text)?.soleHole, hole.type == .account {
                return compileAccount(text, mayBeArray: false).map { .account($0) }
            }
            guard let (name, address) = mailbox(in: text) else { return compileOne(text, name: nil) }
            return compileOne(address, name: name)
        }
    }

    private mutating func compileOne(_ address: PlacedText, name: PlacedText?) -> MailboxTemplate? {
        if address.pieces(separatedBy: UInt8(ascii: ";")).count > 1 {
            report(
                .badAddress, address, "one address belongs here, and a semicolon separates several",
                "write a list, each address as an item of its own")
            return nil
        }
        let addressTemplate = compileAddress(address, mayBeSeveral: false)
        let nameTemplate = name.flatMap { read($0, .list) }
        guard let addressTemplate, name == nil || nameTemplate != nil else { return nil }
        return .address(addressTemplate, name: nameTemplate)
    }

    /// Addresses between semicolons, and names that pair with them by position.
    private mutating func compileSeveral(_ addresses: PlacedText, names: PlacedText?) -> RecipientTemplate? {
        let parts = addresses.pieces(separatedBy: UInt8(ascii: ";"))
        var nameParts = names?.pieces(separatedBy: UInt8(ascii: ";")) ?? []
        while nameParts.last?.text.isEmpty ?? false { nameParts.removeLast() }
        if let names, nameParts.count > parts.count {
            report(
                .badAddress, names,
                "\(nameParts.count) names for \(parts.count) address\(parts.count == 1 ? "" : "es")",
                "names pair with addresses by position: take one away, or add its address")
        }
        var compiled: [RecipientTemplate.Part] = []
        for (position, part) in parts.enumerated() where !part.text.isEmpty || parts.count == 1 {
            let (inlineName, address) = mailbox(in: part) ?? (nil, part)
            let written =
                position < nameParts.count && !nameParts[position].text.isEmpty ? nameParts[position] : inlineName
            let name = written.flatMap { read($0, .list) }
            if let template = compileAddress(address, mayBeSeveral: true) {
                compiled.append(.init(address: template, name: name))
            }
        }
        return .several(compiled)
    }

    /// A text that will be an address, checked as far as it is known.
    private mutating func compileAddress(_ text: PlacedText, mayBeSeveral: Bool) -> Template? {
        guard let template = read(text, .list) else { return nil }
        if let constant = template.constant {
            let address = constant.trimmingWhitespace()
            if address.isEmpty {
                report(.badAddress, text, "the address is blank", "write the address")
            } else if let problem = EmailAddress.problem(in: address) {
                report(
                    .badAddress, text, "'\(address)' is not an address: it \(problem)", "write it as ivan@example.com")
            }
            return template
        }
        for hole in template.holes where hole.type != .string {
            report(
                .wrongType, text, "'\(hole.path.text)' is \(hole.phrase), not an address",
                hole.type == .account
                    ? "write {account: <\(hole.path.text)>}, or <\(hole.path.text).Address>"
                    : "use an attribute of type string or account")
            return nil
        }
        if let hole = template.holes.first(where: \.isArray), !mayBeSeveral || template.soleHole == nil {
            report(
                .badAddress, text, "one address belongs here, and '\(hole.path.text)' is a list",
                mayBeSeveral
                    ? "separate it from what stands around it with ';'"
                    : "write 'each:' for a letter to each, use cc, or declare accounts: {account: <…>}")
            return nil
        }
        if text.pieces(separatedBy: UInt8(ascii: ",")).count > 1
            || text.pieces(separatedBy: UInt8(ascii: " ")).count > 1
        {
            report(
                .badAddress, text, "an address has no space and no comma in it",
                "write {address: \"<Email>\", name: \"<Name>\"} for an address with a name")
            return nil
        }
        return template
    }

    private mutating func compileAccount(_ text: PlacedText, mayBeArray: Bool) -> Hole? {
        guard let template = read(text, .list) else { return nil }
        guard let hole = template.soleHole, hole.type == .account else {
            report(
                .wrongType, text, "an attribute of type account belongs here",
                "write {account: <Person>}, or {address: …, name: …} for an address")
            return nil
        }
        if hole.isArray, !mayBeArray {
            report(
                .wrongType, text, "one account belongs here, and '\(hole.path.text)' is a list",
                "take one: <\(hole.path.text)[0]>")
            return nil
        }
        refuseFallback(of: hole, text, mayBeBlank: true)
        return hole
    }

    /// `Desk <desk@example.com>` into its name and its address; `nil` when there are no angle brackets around an address.
    func mailbox(in text: PlacedText) -> (name: PlacedText?, address: PlacedText)? {
        let bytes = Array(text.text.utf8)
        guard let end = bytes.lastIndex(where: { $0 != 0x20 }), bytes[end] == UInt8(ascii: ">"),
            let start = bytes[..<end].lastIndex(of: UInt8(ascii: "<")), bytes[start..<end].contains(UInt8(ascii: "@"))
        else { return nil }
        // `<Email|a@b.org>` is a placeholder with an address to fall back on.
        let inner = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        if let stop = inner.firstIndex(where: { "|:.[".contains($0) }), schema[String(inner[..<stop])] != nil {
            return nil
        }
        var nameStart = bytes[..<start].firstIndex { $0 != 0x20 } ?? start
        var nameEnd = (bytes[..<start].lastIndex { $0 != 0x20 } ?? nameStart - 1) + 1
        if nameEnd - nameStart >= 2, bytes[nameStart] == UInt8(ascii: "\""), bytes[nameEnd - 1] == UInt8(ascii: "\"") {
            nameStart += 1
            nameEnd -= 1
        }
        let name = nameEnd > nameStart ? text.slice(nameStart..<nameEnd) : nil
        return (name, text.slice(start + 1..<end))
    }
}
