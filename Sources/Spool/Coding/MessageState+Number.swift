internal import Connecting

extension MessageState {
    /// As it is stored: never changes its meaning.
    ///
    /// What is being sent is stored as what it was before.
    var number: Int64 {
        switch self {
        case .queued: 0
        case .sent: 1
        case .deferred: 2
        case .failed: 3
        case .held: 4
        case .cancelled: 5
        case .partial: 6
        case .sending: 7
        }
    }

    init?(number: Int64) {
        guard let state = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = state
    }
}
