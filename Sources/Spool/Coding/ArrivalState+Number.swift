extension ArrivalState {
    /// As it is stored: never changes its meaning.
    var number: Int64 {
        switch self {
        case .received: 0
        case .delivering: 1
        case .delivered: 2
        case .failed: 3
        case .quarantined: 4
        }
    }

    init?(number: Int64) {
        guard let state = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = state
    }
}

extension HandlingState {
    /// As it is stored: never changes its meaning.
    var number: Int64 {
        switch self {
        case .waiting: 0
        case .done: 1
        case .failed: 2
        }
    }

    init?(number: Int64) {
        guard let state = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = state
    }
}
