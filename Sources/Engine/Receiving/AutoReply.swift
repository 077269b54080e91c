package import MIME

/// Whether a letter may be answered by a program (RFC 3834): what answers everything answers itself for ever.
package enum AutoReply {
    /// Why a letter must not be answered by itself, as half a sentence that follows "it"; `nil` when it may be.
    ///
    /// - Parameters:
    ///   - letter: As it was read.
    ///   - own: The addresses that router itself writes from, and those of the mailbox.
    /// - Returns: `is from a mailing list (List-Id)`.
    package static func refusal(for letter: ReadLetter, own: Set<String>) -> String? {
        let returnPath = letter.values(of: "Return-Path").first?.trimmingWhitespace()
        if returnPath == "<>" { return "has no sender to answer to (Return-Path: <>)" }
        guard let sender = letter.replyTo.first ?? letter.from.first, sender.address.contains("@") else {
            return "has no sender"
        }
        if letter.notice != nil { return "is a delivery notice" }
        for value in letter.values(of: "Auto-Submitted") {
            // RFC 3834 §5: parameters may follow, comments too.
            let word = value.prefix { $0 != ";" && $0 != "(" }.lowercased().trimmingWhitespace()
            if word != "no" { return "was made by a program (Auto-Submitted: \(word.prefix(40)))" }
        }
        let lists = ["List-Id", "List-Unsubscribe", "List-Post", "List-Help", "List-Owner", "List-Archive"]
        for header in lists where !letter.values(of: header).isEmpty { return "is from a mailing list (\(header))" }
        for value in letter.values(of: "Precedence") {
            let word = value.lowercased().trimmingWhitespace()
            if ["bulk", "junk", "list", "auto_reply"].contains(word) {
                return "was sent to many (Precedence: \(word))"
            }
        }
        for value in letter.values(of: "X-Auto-Response-Suppress") {
            let words = value.lowercased().split { $0 == "," || $0.isWhitespace }
            if words.contains(where: { ["all", "autoreply", "oof"].contains($0) }) {
                return "asks not to be answered by programs (X-Auto-Response-Suppress)"
            }
        }
        for header in ["X-Autoreply", "X-Autorespond", "X-Autoresponder"] where !letter.values(of: header).isEmpty {
            return "was made by a program (\(header))"
        }
        let addresses = Set((letter.from + letter.replyTo).map { $0.address.lowercased() })
        let ours = Set(own.map { $0.lowercased() })
        if !addresses.isDisjoint(with: ours) { return "is from ourselves" }
        for mailbox in letter.from + [sender] where isMachine(mailbox.address) {
            return "is from an address that nobody reads (\(mailbox.address))"
        }
        return nil
    }

    /// Whether an address says by its name that no person is behind it.
    private static func isMachine(_ address: String) -> Bool {
        let local = address.prefix { $0 != "@" && $0 != "+" }.lowercased().filter { $0.isLetter || $0.isNumber }
        let machines = ["noreply", "donotreply", "mailerdaemon", "postmaster", "nobody", "bounce", "bounces"]
        return machines.contains(String(local)) || local.hasPrefix("noreply") || local.hasPrefix("donotreply")
    }
}
