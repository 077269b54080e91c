import Settings

/// `log:`: how much of a connection's work is written down.
package enum LogLevel: String, ChoiceSetting {
    /// Every conversation.
    case full
    /// What went wrong, a line each.
    case errors
    case off

    package static var noun: String { "how much to log" }
}
