internal import Glibc
internal import NIOCore

/// Why a side of the sandbox can't begin.
package struct MailServerProblem: Error, Sendable {
    package var message: String
    package var help: String
    /// Another program has the port.
    package var isPortTaken: Bool

    init(_ error: any Error, host: String, port: Int) {
        let code = (error as? IOError)?.errnoCode
        isPortTaken = code == EADDRINUSE
        switch code {
        case EADDRINUSE:
            message = "another program listens on \(host):\(port)"
            help = "stop it, or choose other ports with --port-base"
        case EACCES, EPERM:
            message = "\(host):\(port) may not be listened on"
            help = "choose ports from 1024 on with --port-base"
        default:
            message = "\(host):\(port) can't be listened on: \(error)"
            help = "choose other ports with --port-base"
        }
    }
}
