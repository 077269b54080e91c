import Connecting

extension QueueRun {
    /// When it ends by itself.
    struct Limits: Sendable {
        /// Deferred letters are waited for until nobody is owed one.
        var untilEmpty = false
        /// How long it goes on with what comes; without, it ends when nothing is due.
        var length: Duration?

        var isPatient: Bool { untilEmpty || length != nil }
    }

    /// What a run ended with.
    struct End: Sendable {
        var isInterrupted = false
        /// Letters that had not ended when the patience for them was over.
        var left = 0
        /// Why the spool could not be worked on any longer.
        var problem: Failure?
        /// Connections whose letters found no way.
        var failing: [(name: String, failure: Failure)] = []
    }
}
