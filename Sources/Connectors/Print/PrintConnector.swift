package import Connecting
internal import Glibc
internal import Wire

/// Prints letters instead of sending them: `kind: print`.
package struct PrintConnector: Sender, Checkable {
    private let descriptor: Int32

    /// - Parameter descriptor: An open file; standard output unless said otherwise.
    package init(descriptor: Int32 = STDOUT_FILENO) {
        self.descriptor = descriptor
    }

    package func open() async throws(Failure) -> any SendingSession {
        PrintSession(descriptor)
    }

    package func check() async throws(Failure) -> [String] {
        ["prints letters"]
    }
}
