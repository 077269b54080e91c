package import Spool

/// What became of looking into a letter.
package struct Understood: Sendable {
    package var route: String
    /// As it is written down.
    package var prepared: PreparedArrival
    /// As handlers get it; `nil` when nobody does.
    package var message: IncomingMessage?
    /// Whether it is to be looked into again, because somebody who was to be asked gave no answer.
    package var waits = false
}

extension Understood {
    /// A letter that its route sent to itself, whatever it lacks: nobody gets it.
    init(canary: Understood) {
        var prepared = canary.prepared
        prepared.handlings = []
        prepared.quarantine = nil
        prepared.needsProcessing = prepared.needsProcessing.map { _ in false }
        self.init(route: canary.route, prepared: prepared, message: nil)
    }
}
