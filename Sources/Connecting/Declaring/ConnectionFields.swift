package import Settings

/// The keys that every connection has, whatever its kind.
package enum ConnectionFields {
    package static let kind = Field<String>("kind", "What is reached, such as smtp or maildir")
    package static let name = Field<String?>("name", "The file's base name, repeated", default: nil)
    package static let description = Field<String?>("description", "What the connection is for", default: nil)
    package static let disabled = Field<Bool>("disabled", "Nothing goes through it", default: false, shown: "false")
    package static let isDefault = Field<Bool>(
        "default", "Serves the routes that name no connection", default: false, shown: "false")
    package static let sessions = Field<Int>(
        "sessions", "How many sessions may run at once, 1 to 64", default: 4, shown: "4")
    package static let rate = Field<Rate?>(
        "rate", "How many letters may begin in a length of time, over all sessions: 30/min; also /s, /h, /day",
        default: nil, shown: "as many as can")
    package static let log = Field<LogLevel>(
        "log", "What is written to var/log: full (every conversation), errors, or off", default: .errors,
        shown: "errors")

    package static let all: [any FieldDeclaration] = [
        kind, name, description, disabled, isDefault, sessions, rate, log,
    ]
}

/// The keys of connections that send letters.
package enum SenderFields {
    package static let sender = Field<SenderSetting?>(
        "sender", "Who letters come from when their route does not say", default: nil)
    package static let signature = Field<SignatureSetting?>(
        "signature", "What is added to the bodies of letters", default: nil)

    package static let all: [any FieldDeclaration] = [sender, signature]
}
