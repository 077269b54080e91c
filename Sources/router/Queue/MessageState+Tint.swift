import Connecting
import Diagnostics

extension MessageState {
    /// The colour it has in lists.
    var tint: Style.Tint? {
        switch self {
        case .queued: nil
        case .sending: .cyan
        case .deferred: .yellow
        case .held, .partial, .failed: .red
        case .cancelled: .dim
        case .sent: .green
        }
    }
}

extension RecipientState {
    /// The colour it has in stories.
    var tint: Style.Tint? {
        switch self {
        case .queued: nil
        case .deferred: .yellow
        case .held, .failed, .bounced: .red
        case .cancelled: .dim
        case .sent: .green
        }
    }
}

extension Style {
    func apply(_ tint: Tint?, _ text: String) -> String { tint.map { apply($0, text) } ?? text }
}
