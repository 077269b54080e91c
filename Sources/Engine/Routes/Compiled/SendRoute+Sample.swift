package import Attributes
import Templating

extension SendRoute {
    /// Data that might be submitted: what the route writes into an address is one.
    package func sample() -> JSON {
        letter.addresses.reduce(schema.sample()) { sample, address in
            address.holes.reduce(sample) { sample, hole in
                guard case .string = hole.type else { return sample }
                let text = address.soleHole == nil ? "ivan" : "ivan@example.com"
                return sample.replacing(hole.path.pointer.split(separator: "/").map(String.init)[...], with: text)
            }
        }
    }
}

extension LetterTemplate {
    /// The texts that must come out as addresses.
    fileprivate var addresses: [Template] {
        var recipients = to + cc + bcc
        if case .list(let guests)? = meeting?.attendees { recipients += guests }
        let mailboxes = [from, meeting?.organizer].compactMap(\.self) + replyTo
        return mailboxes.flatMap(\.addresses) + recipients.flatMap(\.addresses)
    }
}

extension MailboxTemplate {
    fileprivate var addresses: [Template] {
        if case .address(let address, _) = self { [address] } else { [] }
    }
}

extension RecipientTemplate {
    fileprivate var addresses: [Template] {
        switch self {
        case .account: []
        case .one(let mailbox): mailbox.addresses
        case .several(let parts): parts.map(\.address)
        }
    }
}

extension JSON {
    /// The same with another text at a pointer; where a list stands in the way, in all its items.
    fileprivate func replacing(_ path: ArraySlice<String>, with text: String) -> JSON {
        switch self {
        case .array(let items):
            let rest = path.first.flatMap { Int($0) } == nil ? path : path.dropFirst()
            return .array(items.map { $0.replacing(rest, with: text) })
        case .object(let members):
            return .object(
                members.map { member in
                    guard member.name == path.first else { return member }
                    return Member(name: member.name, value: member.value.replacing(path.dropFirst(), with: text))
                })
        case .string where path.isEmpty: return .string(text)
        default: return self
        }
    }
}
