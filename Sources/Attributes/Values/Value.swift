/// A checked value of an attribute.
package indirect enum Value: Hashable, Sendable {
    /// Absent, or null.
    case nothing
    case string(String)
    case number(DecimalNumber)
    case boolean(Bool)
    case datetime(Instant)
    case duration(Duration)
    case period(Period)
    case object(Record)
    /// In the order in which they came.
    case map([Entry])
    case account(Account)
    case document(Document)
    case list([Value])

    /// A key of a map with its value.
    package struct Entry: Hashable, Sendable {
        package var key: String
        package var value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// Absent, null, "", [] and {}: what takes a placeholder's fallback.
    package var isBlank: Bool {
        switch self {
        case .nothing: true
        case .string(let text): text.isEmpty
        case .list(let items): items.isEmpty
        case .map(let entries): entries.isEmpty
        case .object(let record): record.values.allSatisfy { $0 == .nothing }
        default: false
        }
    }
}
