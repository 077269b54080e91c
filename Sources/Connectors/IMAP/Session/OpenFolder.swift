internal import Connecting

/// The folder that a session has opened.
struct OpenFolder {
    /// As people write it.
    var name: String
    var validity: UInt32
    /// Whether it holds what the mailbox's owner sent.
    var isOutgoing: Bool
    var acknowledgement: Acknowledgement
    /// Where acknowledged letters go, as the server writes it in a command.
    var target: String?
}
