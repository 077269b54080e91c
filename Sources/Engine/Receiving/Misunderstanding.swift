package import Spool

/// Why a letter can't be handed to anybody, and what is known of it nevertheless, for lists.
package struct Misunderstanding: Error, Sendable {
    package var reason: AttemptFailure
    package var message: IncomingMessage
}

/// Why a message can't be handed to one who is to get it; trying again does not help.
package struct HandingProblem: Error, Hashable, Sendable {
    package var reason: AttemptFailure

    init(code: String, message: String, help: String) {
        reason = AttemptFailure(code: code, message: message, help: help)
    }
}
