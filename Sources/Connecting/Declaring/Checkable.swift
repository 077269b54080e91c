/// What can be tried without sending anything.
package protocol Checkable: Connector {
    /// Does all that a send does up to the letter itself.
    ///
    /// - Returns: What was found, a line each: the server's name, the encryption, the login.
    func check() async throws(Failure) -> [String]
}
