internal import Connecting

/// Why an operation has no result.
struct EWSProblem: Error, Sendable {
    var failure: Failure
    /// What Exchange said, where it said anything.
    var refusal: EWSRefusal?
    /// Whether the server may have done it all the same: the connection broke behind the request.
    var mayBeDone: Bool

    init(_ failure: Failure, refusal: EWSRefusal? = nil, mayBeDone: Bool = false) {
        self.failure = failure
        self.refusal = refusal
        self.mayBeDone = mayBeDone
    }

    var isGone: Bool { refusal?.isGone ?? false }
    /// Whether there was an answer, so that the connection goes on.
    var isAnswered: Bool { refusal != nil }
}
