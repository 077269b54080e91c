package import Attributes

/// One arrival on its way to one handler.
package struct HandlingID: Hashable, Sendable {
    package var arrival: UUIDv7
    /// The entry of the route's `deliver:`, from 0.
    package var number: Int

    package init(arrival: UUIDv7, number: Int) {
        self.arrival = arrival
        self.number = number
    }

    /// The number of an arrival's error response, of which there is one at most.
    package static let errorResponse = SpoolLimits.handlings - 1

    package var isErrorResponse: Bool { number == Self.errorResponse }
}

/// A handler that is to get an arrival.
package struct NewHandling: Hashable, Sendable {
    package var number: Int
    /// What hands it over, as workers claim by: `connection:bpm`, `route:auto-reply`.
    package var target: String

    package init(number: Int, target: String) {
        self.number = number
        self.target = target
    }

    /// Who is told that an arrival can't be handed over.
    package static func errorResponse(to target: String) -> Self {
        Self(number: HandlingID.errorResponse, target: target)
    }
}

package enum HandlingState: String, Sendable, CaseIterable {
    case waiting
    case done
    /// For good.
    case failed
}

/// A handling that an owner has claimed.
package struct ClaimedHandling: Hashable, Sendable {
    package var id: HandlingID
    package var route: String
    package var target: String
    /// How many attempts there have been.
    package var attempts: Int
    /// When the first attempt began; `nil` when there was none.
    package var firstAttempt: Instant?

    package init(id: HandlingID, route: String, target: String, attempts: Int, firstAttempt: Instant? = nil) {
        self.id = id
        self.route = route
        self.target = target
        self.attempts = attempts
        self.firstAttempt = firstAttempt
    }
}

/// What became of an attempt to hand an arrival over.
package struct HandlingOutcome: Sendable {
    package enum End: Hashable, Sendable {
        /// The handler has it; what it said, and its response's JSON as text, 64 KB at most.
        case done(words: String, response: String?)
        case again(AttemptFailure, due: Instant)
        case failed(AttemptFailure)
    }

    package var id: HandlingID
    package var began: Instant
    package var ended: Instant
    package var end: End
    /// Who is told when it has failed for good; once for an arrival, whatever else fails.
    package var errorResponse: NewHandling?

    package init(id: HandlingID, began: Instant, ended: Instant, end: End, errorResponse: NewHandling? = nil) {
        self.id = id
        self.began = began
        self.ended = ended
        self.end = end
        self.errorResponse = errorResponse
    }

    /// What is to be written down beside the outcome.
    var follower: NewHandling? {
        if case .failed = end { errorResponse } else { nil }
    }
}
