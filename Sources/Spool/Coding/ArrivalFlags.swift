/// What an arrival is or is not.
struct ArrivalFlags: OptionSet {
    let rawValue: Int64

    init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    static let isOutgoing = Self(rawValue: 1)
    /// Only its header is there.
    static let isHeaderOnly = Self(rawValue: 2)

    init(_ new: NewArrival) {
        self = []
        if new.isOutgoing { insert(.isOutgoing) }
        if case .headerOnly = new.raw { insert(.isHeaderOnly) }
    }
}
