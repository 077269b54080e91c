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

    mutating func compileRecipient(_ setting: RecipientSetting, mayBeSeveral: Bool) -> RecipientTemplate? {
        switch setting {
        case .account(let text): return compileAccount(text, mayBeArray: true).map { .account($0) }
        case .address(let address, let name) where mayBeSeveral: return compileSeveral(address, names: name)
        case .mailbox(let text) where mayBeSeveral && text.text.contains(";"): return compileSeveral(text, names: nil)
        case .mailbox(let text):
            // `to: <Participants>` with accounts means what {account: <Participants>} says.
            if let hole = quietly(text)?.soleHole, hole.type == .account { return .account(hole) }
            return compileMailbox(setting, mayBeBlank: true).map { .one($0) }
        case .address: return compileMailbox(setting, mayBeBlank: true).map { .one($0) }
        }
    }

    mutating func compileMailbox(_ setting: RecipientSetting, mayBeBlank: Bool) -> MailboxTemplate? {
        switch setting {
        case .account(let text): return compileAccount(text, mayBeArray: false).map { .account($0) }
        case .address(let address, let name):
            return compileOne(address, name: name)
        case .mailbox(let text):
            if let hole = quietly(text)?.soleHole, hole.type == .account, !hole.isArray { return .account(hole) }
            guard let (name, address) = Self.split(text) else { return compileOne(text, name: nil) }
            return compileOne(address, name: name)
        }
    }

    private mutating func compileOne(_ address: PlacedText, name: PlacedText?) -> MailboxTemplate? {
        let addressTemplate = read(address, .list)
        let nameTemplate = name.flatMap { read($0, .list) }
        guard let addressTemplate, name == nil || nameTemplate != nil else { return nil }
        if let hole = addressTemplate.soleHole, hole.isArray {
            report(
                .badAddress, address, "one address belongs here, and '\(hole.path.text)' is a list",
                "write {account: <…>} for a list of accounts, 'each:' for a letter to each, or use cc")
        }
        checkConstant(addressTemplate, address)
        return .address(addressTemplate, name: nameTemplate)
    }

    private mutating func compileSeveral(_ addresses: PlacedText, names: PlacedText?) -> RecipientTemplate? {
        let parts = addresses.split(on: ";")
        let nameParts = names?.split(on: ";") ?? []
        if nameParts.count > parts.count, let names {
            report(
                .badAddress, names, "\(nameParts.count) names for \(parts.count) addresses",
                "names pair with addresses by position: take one away, or add its address")
        }
        var compiled: [RecipientTemplate.Part] = []
        for (position, part) in parts.enumerated() {
            let (inlineName, address) = Self.split(part) ?? (nil, part)
            guard let template = read(address, .list) else { continue }
            checkConstant(template, address)
            let name = position < nameParts.count ? nameParts[position] : inlineName
            compiled.append(.init(address: template, name: name.flatMap { read($0, .list) }))
        }
        return .several(compiled)
    }

    private mutating func checkConstant(_ template: Template, _ text: PlacedText) {
        guard let constant = template.constant else { return }
        let address = constant.trimmingWhitespace()
        if address.isEmpty {
            report(.badAddress, text, "the address is blank", "write the address")
        } else if let problem = EmailAddress.problem(in: address) {
            report(
                .badAddress, text, "'\(address)' is not an address: \(problem)",
                "write one such as ivan@example.com, or an attribute: <Email>")
        }
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
        return hole
    }

    /// The template of a text without what is wrong with it, which is reported when it is read for good.
    private func quietly(_ text: PlacedText) -> Template? {
        var ignored = Findings()
        return Template.read(text, in: .list, for: schema, findings: &ignored)
    }

    /// `Desk <desk@example.com>` into its name and its address; `nil` when there are no angle brackets around an address.
    static func split(_ text: PlacedText) -> (name: PlacedText?, address: PlacedText)? {
        let bytes = Array(text.text.utf8)
        guard let end = bytes.lastIndex(where: { $0 != 0x20 }), bytes[end] == UInt8(ascii: ">"),
            let start = bytes[..<end].lastIndex(of: UInt8(ascii: "<")), bytes[start..<end].contains(UInt8(ascii: "@"))
        else { return nil }
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

extension PlacedText {
    /// The stretches between separators, without the white space around them; blank ones are left out.
    func split(on separator: Character) -> [PlacedText] {
        text.split(separator: separator).compactMap { part in
            let trimmed = part.drop { $0.isWhitespace }
            guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
            let start = text.utf8.distance(from: text.startIndex, to: trimmed.startIndex)
            return slice(start..<text.utf8.distance(from: text.startIndex, to: text.index(after: last)))
        }
    }
}

extension String {
    func trimmingWhitespace() -> String {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[start...end])
    }
}
