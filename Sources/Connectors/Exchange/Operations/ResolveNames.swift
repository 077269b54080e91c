internal import XML

/// Asks the directory who is meant.
struct ResolveNames: EWSOperation {
    static let name = "ResolveNames"

    struct Person: Hashable, Sendable {
        var name: String
        var address: String
        /// `Mailbox`, `PublicDL`, `Contact`.
        var type: String
    }

    var entry: String

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element(
            "m:ResolveNames", ["ReturnFullContactData": "false", "SearchScope": "ActiveDirectory"]
        ) { $0.element("m:UnresolvedEntry", text: entry) }
    }

    /// - Returns: Nobody, one, or several.
    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> [Person] {
        guard let message = messages.first else { return [] }
        if let refusal = message.refusal {
            guard refusal.code == "ErrorNameResolutionNoResults" || refusal.code == "ErrorNameResolutionNoMailbox"
            else { throw refusal }
            return []
        }
        return message.element["ResolutionSet"]?.all("Resolution").compactMap { $0["Mailbox"] }.map { mailbox in
            Person(
                name: mailbox["Name"]?.text ?? "", address: mailbox["EmailAddress"]?.trimmed ?? "",
                type: mailbox["MailboxType"]?.trimmed ?? "")
        } ?? []
    }
}
