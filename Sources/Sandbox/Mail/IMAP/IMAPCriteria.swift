internal import Attributes
internal import MIME

/// What SEARCH looks for (RFC 3501 section 6.4.4).
indirect enum IMAPCriteria {
    case all(of: [IMAPCriteria])
    case either(IMAPCriteria, IMAPCriteria)
    case not(IMAPCriteria)
    case nothing
    case numbers(IMAPNumbers)
    case uids(IMAPNumbers)
    case flag(String)
    case before(Int)
    case since(Int)
    case sentBefore(Int)
    case sentSince(Int)
    case larger(Int)
    case smaller(Int)
    /// A header's field holds a text in any case.
    case field(String, String)
    case body(String)
    case text(String)

    /// An item, and where it stands.
    struct Subject {
        var item: MailItem
        var number: UInt32
        var lastNumber: UInt32
        var lastUID: UInt32
    }

    func holds(_ subject: Subject) -> Bool {
        let item = subject.item
        switch self {
        case .all(let criteria): return criteria.allSatisfy { $0.holds(subject) }
        case .either(let one, let other): return one.holds(subject) || other.holds(subject)
        case .not(let criteria): return !criteria.holds(subject)
        case .nothing: return false
        case .numbers(let numbers): return numbers.contains(subject.number, largest: subject.lastNumber)
        case .uids(let numbers): return numbers.contains(item.uid, largest: subject.lastUID)
        case .flag(let name): return IMAPFlags(item).names.contains { $0.lowercased() == name.lowercased() }
        case .before(let day): return Self.day(item.received) < day
        case .since(let day): return Self.day(item.received) >= day
        case .sentBefore(let day): return Self.sent(item).map { $0 < day } ?? false
        case .sentSince(let day): return Self.sent(item).map { $0 >= day } ?? false
        case .larger(let size): return item.content.count > size
        case .smaller(let size): return item.content.count < size
        case .field(let name, let text):
            let values = MailPart(header: item.content).fields.filter { $0.name == name }
            if text.isEmpty { return !values.isEmpty }
            if values.contains(where: { Self.contains(item.content[$0.value], text) }) { return true }
            guard let letter = try? LetterReader.read(item.content) else { return false }
            return letter.values(of: name).contains { $0.lowercased().contains(text.lowercased()) }
        case .body(let text):
            guard let letter = try? LetterReader.read(item.content) else {
                return Self.contains(item.content[...], text)
            }
            return [letter.text, letter.html].contains { $0?.lowercased().contains(text.lowercased()) ?? false }
        case .text(let text): return Self.contains(item.content[...], text) || IMAPCriteria.body(text).holds(subject)
        }
    }

    private static func day(_ instant: Instant) -> Int { CivilTime(secondsAsIfUTC: instant.seconds).daysSince1970 }

    private static func sent(_ item: MailItem) -> Int? {
        guard let field = MailPart(header: item.content).field("date") else { return nil }
        return MailTime.day(inHeader: String(decoding: item.content[field.value], as: UTF8.self))
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        String(decoding: bytes, as: UTF8.self).lowercased().contains(text.lowercased())
    }
}
