import Connecting

/// What the program's exit code says, by the numbers of sysexits.h where they fit.
enum ExitStatus: Int32, CaseIterable {
    case done = 0
    /// A route's own test failed.
    case testFailed = 1
    case usage = 64
    /// The data do not fit the route.
    case data = 65
    /// No such file, route or connection.
    case noInput = 66
    /// The server refused some or all recipients for good.
    case recipientsRefused = 67
    /// The server refused the message, MAIL or DATA, for good.
    case messageRefused = 69
    /// Our own fault.
    case fault = 70
    /// What should be kept can't be written.
    case notWritable = 74
    case deferred = 75
    /// The outcome is unknown: held.
    case held = 76
    /// Authentication refused, or not offered.
    case authentication = 77
    /// The workspace is wrong.
    case workspace = 78

    /// What it says, for the manual.
    var meaning: String {
        switch self {
        case .done: "Done."
        case .testFailed: "A test that a route carries failed."
        case .usage: "The command line is wrong."
        case .data: "The data do not fit the route."
        case .noInput: "There is no such file, route or connection."
        case .recipientsRefused: "The server refused some or all recipients for good."
        case .messageRefused: "The server refused the message for good."
        case .fault: "Router itself is at fault."
        case .notWritable: "What is to be kept can't be written."
        case .deferred: "Not now: the server asks to wait, or can't be reached safely."
        case .held: "Nobody knows whether the message went out: it is held, and not sent again by itself."
        case .authentication: "The login was refused, or is not offered."
        case .workspace: "The workspace is wrong; 'router check' says where."
        }
    }

    /// The first that applies decides.
    static let precedence: [ExitStatus] = [
        .fault, .workspace, .noInput, .data, .usage, .notWritable, .authentication, .held, .messageRefused,
        .recipientsRefused, .deferred, .testFailed, .done,
    ]

    /// The one of several outcomes that the whole is called by.
    static func worst(of statuses: some Sequence<ExitStatus>) -> ExitStatus {
        let present = Set(statuses)
        return precedence.first(where: present.contains) ?? .done
    }

    init(_ receipt: Receipt) {
        let states = receipt.recipients.map { recipient -> ExitStatus in
            switch recipient.state {
            case .sent, .cancelled: .done
            case .held: .held
            case .queued, .deferred: .deferred
            case .failed, .bounced: .recipientsRefused
            }
        }
        self = .worst(of: states + (receipt.failure.map { [ExitStatus($0)] } ?? []))
    }

    init(_ failure: Failure) {
        self =
            switch failure.code {
            case .authenticationRefused, .authenticationNotOffered: .authentication
            case .settingsWrong: .workspace
            case .outcomeUnknown: .held
            case .notWritable, .spoolFailed: .notWritable
            case .fileUnreadable: .noInput
            case .senderRefused, .messageRefused: failure.verdict == .never ? .messageRefused : .deferred
            case .recipientRefused: failure.verdict == .never ? .recipientsRefused : .deferred
            case .hostNotFound, .connectionRefused, .timedOut, .connectionLost, .protocolViolation, .certificateRefused,
                .encryptionNotOffered, .verificationNotOffered, .proxyRefused, .notNow:
                .deferred
            }
    }
}
