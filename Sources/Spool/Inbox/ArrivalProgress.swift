/// How far an arrival has come, as its handlings tell.
struct ArrivalProgress: Hashable, Sendable {
    var waiting = 0
    var failed = 0
    /// Whether its error response is not out yet.
    var isTelling = false

    init(waiting: Int = 0, failed: Int = 0, isTelling: Bool = false) {
        self.waiting = waiting
        self.failed = failed
        self.isTelling = isTelling
    }

    /// Whatever becomes of its error response: that is no handling of the letter.
    func state(isQuarantined: Bool) -> ArrivalState {
        if isQuarantined { return .quarantined }
        if waiting > 0 { return .delivering }
        return failed > 0 ? .failed : .delivered
    }

    /// Whether nothing will happen to it any more unless somebody wants it.
    var isFinished: Bool { waiting == 0 && !isTelling }
}

/// What an attempt to hand an arrival over leaves behind.
struct HandlingResult: Sendable {
    var state: HandlingState
    var due: Int64?
    var words: String?
    var response: String?
    var failure: AttemptFailure?

    init(_ end: HandlingOutcome.End) {
        switch end {
        case .done(let words, let response):
            state = .done
            self.words = words.kept
            self.response = response
        case .again(let failure, let due):
            state = .waiting
            self.due = due.milliseconds
            self.failure = failure.kept
        case .failed(let failure):
            state = .failed
            self.failure = failure.kept
        }
    }
}
