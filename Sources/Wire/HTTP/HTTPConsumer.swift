/// Takes an answer's body as it comes, instead of having it held; used on the session's thread.
package protocol HTTPConsumer: AnyObject {
    /// Another answer begins: what came before was a step of the log-in.
    func begin()

    /// - Parameter bytes: The next ones; they live as long as the call.
    /// - Returns: Whether there shall be more; else the answer ends here, and is said to be cut.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool

    /// Whether nobody waits for the answer any more; asked at least once a second, whatever the server does.
    var isGivenUp: Bool { get }
}
