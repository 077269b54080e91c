package import Spool

extension ArrivalLink {
    /// Characters of each of its texts that somebody may write by hand.
    package static let longestText = 255

    /// What is wrong with a text that somebody wrote: `can't be empty`; `nil` for nothing.
    package static func flaw(in text: String) -> String? {
        if text.isEmpty { return "can't be empty" }
        if text.unicodeScalars.count > longestText { return "can't have more than \(longestText) characters" }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "can't have control characters"
        }
        return nil
    }
}
