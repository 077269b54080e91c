package import Spool

/// What became of looking into a letter.
package struct Understood: Sendable {
    package var route: String
    /// As it is written down.
    package var prepared: PreparedArrival
    /// As handlers get it; `nil` when nobody does.
    package var message: IncomingMessage?
}
