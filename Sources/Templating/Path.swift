package import Attributes

/// The way to one value, as positions that need no look-up: `Client.Name`, `Participants[0].Address`, or the field of a section's item.
package struct Path: Hashable, Sendable {
    /// What a path sets out from.
    enum Origin: Hashable, Sendable {
        /// An attribute, by its position in the record.
        case attribute(Int)
        /// The item that a repeating section is at, by the section's depth among those around, from 0.
        case item(Int)
    }

    enum Step: Hashable, Sendable {
        /// A position among an object's values.
        case field(Int)
        /// An item of an array, from 0.
        case item(Int)
        case accountID
        case accountName
        case accountAddress
        case periodStart
        case periodEnd
    }

    /// Where the value is, however the path is spelled.
    struct Location: Hashable, Sendable {
        var origin: Origin
        var steps: [Step] = []
    }

    /// As the template spells it: `Participants[0].Name`.
    package let text: String
    /// As a JSON pointer: `/Participants/0/Name`; inside a repeating section, from its item on.
    package let pointer: String
    /// The attribute that the path begins with, or that its section goes through.
    package let root: String
    let location: Location

    /// What stands at the path's end, `.nothing` when the way breaks off.
    package func value(in record: Record) -> Value {
        guard case .attribute(let position) = location.origin, position < record.values.count else { return .nothing }
        var value = record.values[position]
        for step in location.steps { value = step.value(in: value) }
        return value
    }

    func value(in filling: borrowing Filling) -> Value {
        guard case .item(let depth) = location.origin else { return value(in: filling.record) }
        guard depth < filling.items.count else { return .nothing }
        var value = filling.items[depth].value
        for step in location.steps { value = step.value(in: value) }
        return value
    }
}

extension Path.Step {
    /// The step to a declared field, or `nil` for a type whose values have none.
    init?(_ field: String, at position: Int, of type: AttributeType) {
        switch (type, field) {
        case (.object, _): self = .field(position)
        case (.account, "Id"): self = .accountID
        case (.account, "Name"): self = .accountName
        case (.account, "Address"): self = .accountAddress
        case (.period, "Start"): self = .periodStart
        case (.period, "End"): self = .periodEnd
        default: return nil
        }
    }

    func value(in value: Value) -> Value {
        switch (self, value) {
        case (.field(let position), .object(let record)) where position < record.values.count: record.values[position]
        case (.item(let index), .list(let items)) where index < items.count: items[index]
        case (.accountID, .account(let account)): .string(account.id)
        case (.accountName, .account(let account)): .string(account.name)
        case (.accountAddress, .account(let account)): .string(account.address)
        case (.periodStart, .period(let period)): .datetime(period.start)
        case (.periodEnd, .period(let period)): .datetime(period.end)
        default: .nothing
        }
    }
}
