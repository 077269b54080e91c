internal import XML

/// Something that Exchange is asked to do.
protocol EWSOperation: Sendable {
    associatedtype Output: Sendable

    /// `GetItem`.
    static var name: String { get }

    /// Writes what goes into the body of the envelope, in the order of the schema.
    func write(_ xml: inout XMLWriter, _ version: EWSVersion)

    /// - Throws: The first refusal that spoils it all.
    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> Output
}
