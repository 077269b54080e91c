internal import XML

/// What a SOAP envelope holds.
enum EWSAnswer {
    /// One entry for each thing that was asked for.
    case messages([EWSMessage])
    case fault(EWSRefusal)

    /// - Returns: `nil` for what is no answer of Exchange.
    init?(_ root: XMLElement) {
        guard root.name == "Envelope", let content = root["Body"]?.children.first else { return nil }
        if content.name == "Fault" {
            self = .fault(EWSRefusal(fault: content))
        } else if let messages = content["ResponseMessages"] {
            // QUIRK: servers write these in one namespace or the other; local names count.
            self = .messages(messages.children.map(EWSMessage.init))
        } else {
            // The answer is its own message (Autodiscover and the like).
            self = .messages([EWSMessage(element: content)])
        }
    }
}
