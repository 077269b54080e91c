package import Attributes
import Connecting
import ICalendar
import MIME
import Templating

/// Fills a route's templates with one submission's values.
package struct Renderer: Sendable {
    package let route: SendRoute
    /// The letters' date, and what a meeting's stamp says.
    let now: Instant

    package init(_ route: SendRoute, now: Instant) {
        self.route = route
        self.now = now
    }

    /// The submission's letters: one, or under `each` one an item.
    ///
    /// - Throws: All that hinders all of them; none goes out before every one is whole.
    package func render(_ record: Record) throws(Mismatches) -> [RenderedLetter] {
        let scopes = scopes(of: record)
        var problems: [Mismatch] = []
        let everyone = attendees(of: scopes)
        // A meeting without a key of its own is the same one in all the submission's letters.
        let meetingKey = route.letter.meeting == nil ? "" : UUIDv7().description
        var letters: [RenderedLetter] = []
        for scope in scopes {
            var filling = LetterFilling(route, scope: scope, now: now)
            if let letter = filling.fill(everyone: everyone, meetingKey: meetingKey) { letters.append(letter) }
            problems += filling.problems
        }
        guard problems.isEmpty else { throw Mismatches(problems) }
        return letters
    }

    /// What each letter is filled from: the record, or under `each` the record with one item in place of the list.
    private func scopes(of record: Record) -> [Scope] {
        let writing = Writing(language: route.language, zone: route.zone)
        guard let each = route.each, let declared = record.schema[each] else {
            return [Scope(record: record, writing: writing, zone: route.zone)]
        }
        guard case .list(let items) = record[each] else { return [] }
        var single = declared
        single.isArray = false
        single.isRequired = true
        return items.enumerated().map { position, item in
            var own = writing
            var zone = route.zone
            if case .account(let account) = item {
                zone = account.zone ?? zone
                own = Writing(language: account.language ?? route.language, zone: zone)
            }
            return Scope(
                record: record.replacing(single, with: item), writing: own, zone: zone,
                item: Scope.Item(attribute: each, position: position))
        }
    }

    /// Under `each`, a meeting's guests are the recipients of all its letters.
    private func attendees(of scopes: [Scope]) -> [Mailbox]? {
        // A letter that goes out alone knows them by itself.
        guard route.letter.meeting != nil, scopes.count > 1 else { return nil }
        var everyone: [Mailbox] = []
        for scope in scopes {
            var filling = LetterFilling(route, scope: scope, now: now)
            everyone += filling.mailboxes(route.letter.to) + filling.mailboxes(route.letter.cc)
        }
        return everyone.unique()
    }
}

/// What one letter is filled from.
struct Scope {
    /// Which item of the `each` attribute the letter is for.
    struct Item {
        var attribute: String
        var position: Int
    }

    var record: Record
    var writing: Writing
    /// Of the reader: the route's, or under `each` the account's own.
    var zone: Zone
    var item: Item?

    /// A pointer into what was submitted: inside `each`, the item's number is put in.
    func pointer(_ pointer: String) -> String {
        guard let item else { return pointer }
        let root = "/\(item.attribute)"
        guard pointer == root || pointer.hasPrefix("\(root)/") else { return pointer }
        return "\(root)/\(item.position)\(pointer.dropFirst(root.count))"
    }
}

extension [Mailbox] {
    /// Each address once, as it came first; addresses differ by more than case.
    func unique() -> [Mailbox] {
        guard count > 1 else { return self }
        var seen: Set<String> = []
        return filter { seen.insert($0.address.lowercased()).inserted }
    }
}
