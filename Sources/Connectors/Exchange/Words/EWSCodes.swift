internal import Connecting

/// What Exchange's response codes mean for us; what is not listed is for good.
enum EWSCodes {
    struct Meaning: Sendable {
        var code: Failure.Code
        var verdict: Failure.Verdict
        var help: String
    }

    static func meaning(of code: String) -> Meaning {
        if let meaning = listed[code] { return meaning }
        if again.contains(code) {
            return Meaning(
                code: .notNow, verdict: .again,
                help: "it is tried again; if it stays so, ask the server's administrator")
        }
        return Meaning(
            code: .messageRefused, verdict: .never,
            help: "look the code up in Exchange's documentation (ResponseCode), mend what is wrong, and try again")
    }

    /// The server has trouble that passes.
    private static let again: Set<String> = [
        "ErrorTimeoutExpired", "ErrorTooManyObjectsOpened", "ErrorInternalServerError",
        "ErrorInternalServerTransientError", "ErrorMailboxStoreUnavailable", "ErrorMailboxMoveInProgress",
        "ErrorMailboxFailover", "ErrorConnectionFailed", "ErrorConnectionFailedTransientError", "ErrorADUnavailable",
        "ErrorADOperation", "ErrorInsufficientResources", "ErrorNotEnoughMemory", "ErrorBatchProcessingStopped",
        "ErrorFolderSave", "ErrorItemSave", "ErrorIrresolvableConflict", "ErrorStaleObject",
        "ErrorProxyServiceDiscoveryFailed",
        "ErrorProxyRequestProcessingFailed", "ErrorNoRespondingCASInDestinationSite", "ErrorDataSourceOperation",
        "ErrorCorruptData", "ErrorInvalidResponse", "ErrorMailboxLogonFailed", "ErrorServiceUnavailable",
    ]

    private static let listed: [String: Meaning] = [
        "ErrorServerBusy": Meaning(
            code: .notNow, verdict: .again,
            help:
                "it is tried again when the server allows; if it stays so, lower sessions:, or ask for a throttling policy for this mailbox"
        ),
        "ErrorExceededConnectionCount": Meaning(
            code: .notNow, verdict: .again,
            help:
                "it is tried again; lower sessions:, or ask for a throttling policy for this mailbox (EwsMaxConcurrency)"
        ),
        "ErrorSendAsDenied": Meaning(
            code: .senderRefused, verdict: .never,
            help:
                "ask the administrator for the right to send as the letter's sender (Add-RecipientPermission, SendAs), or change from: or sender:"
        ),
        "ErrorNonExistentMailbox": Meaning(
            code: .settingsWrong, verdict: .never,
            help:
                "check mailbox: (and the login's own address) for a slip of the pen; it needs a mailbox on this server"),
        "ErrorImpersonateUserDenied": impersonation, "ErrorImpersonationDenied": impersonation,
        "ErrorImpersonationFailed": impersonation,
        "ErrorImpersonationRequired": Meaning(
            code: .settingsWrong, verdict: .never, help: "write mailbox: the address of the mailbox to work in"),
        "ErrorInvalidServerVersion": version, "ErrorIncorrectSchemaVersion": version,
        "ErrorSchemaValidation": Meaning(
            code: .settingsWrong, verdict: .never,
            help:
                "write version: the server's own, such as Exchange2010_SP2; if it is, tell router's makers what the server said"
        ),
        "ErrorInvalidRequest": Meaning(
            code: .settingsWrong, verdict: .never, help: "write version: the server's own, such as Exchange2010_SP2"),
        "ErrorAccessDenied": Meaning(
            code: .settingsWrong, verdict: .never,
            help:
                "ask the administrator for full access to the mailbox (Add-MailboxPermission), or write mailbox: another one"
        ),
        "ErrorFolderNotFound": Meaning(
            code: .settingsWrong, verdict: .never, help: "check the folder's name for a slip of the pen"),
        "ErrorQuotaExceeded": Meaning(
            code: .messageRefused, verdict: .never, help: "make room in the mailbox, then try again"),
        "ErrorMessageSizeExceeded": Meaning(
            code: .messageRefused, verdict: .never, help: "send less, or have the administrator raise the size limit"),
        "ErrorInvalidRecipients": Meaning(
            code: .recipientRefused, verdict: .never, help: "check the recipients' addresses"),
        "ErrorMissingRecipients": Meaning(
            code: .recipientRefused, verdict: .never, help: "check the recipients' addresses"),
        "ErrorAccountDisabled": Meaning(
            code: .authenticationRefused, verdict: .never, help: "ask the administrator to enable the account"),
        "ErrorPasswordExpired": Meaning(
            code: .authenticationRefused, verdict: .never,
            help: "give the account a new password, and write it into auth:"),
        "ErrorPasswordChangeRequired": Meaning(
            code: .authenticationRefused, verdict: .never,
            help: "give the account a new password, and write it into auth:"),
        "ErrorCalendarMeetingRequestIsOutOfDate": Meaning(
            code: .messageRefused, verdict: .never,
            help: "a later request for the same meeting came in, or it was answered: answer that one"),
        "ErrorCalendarIsOrganizerForAccept": organizer, "ErrorCalendarIsOrganizerForTentative": organizer,
        "ErrorCalendarIsOrganizerForDecline": organizer,
        "ErrorCalendarIsCancelledForAccept": cancelled, "ErrorCalendarIsCancelledForTentative": cancelled,
        "ErrorCalendarIsCancelledForDecline": cancelled,
        "ErrorCalendarIsDelegatedForAccept": delegated, "ErrorCalendarIsDelegatedForTentative": delegated,
        "ErrorCalendarIsDelegatedForDecline": delegated,
        "ErrorItemNotFound": Meaning(
            code: .messageRefused, verdict: .never,
            help: "somebody answered, moved or deleted it: look for it in the mailbox"),
    ]

    private static let impersonation = Meaning(
        code: .settingsWrong, verdict: .never,
        help:
            "give the login the role ApplicationImpersonation for this mailbox, or write impersonate: false to open it with the login's own rights"
    )
    private static let version = Meaning(
        code: .settingsWrong, verdict: .never, help: "write version: an older one, such as Exchange2010_SP2")
    private static let organizer = Meaning(
        code: .messageRefused, verdict: .never,
        help: "the mailbox itself invited to this meeting: there is nobody to answer")
    private static let cancelled = Meaning(
        code: .messageRefused, verdict: .never,
        help: "the organizer has cancelled the meeting: there is nothing to answer")
    private static let delegated = Meaning(
        code: .messageRefused, verdict: .never, help: "a delegate answers for this mailbox: ask its owner")
}
