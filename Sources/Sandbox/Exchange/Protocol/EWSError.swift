/// Why something asked for is not done, as Exchange says it.
struct EWSError: Error {
    /// One of the schema's `ResponseCodeType`.
    var code: String
    var text: String
    /// How long to wait before the next try, in milliseconds.
    var backOff: Int?
    /// The code that another one wraps.
    var inner: String?

    init(_ code: String, _ text: String, backOff: Int? = nil, inner: String? = nil) {
        self.code = code
        self.text = text
        self.backOff = backOff
        self.inner = inner
    }

    static let itemNotFound = EWSError("ErrorItemNotFound", "The specified object was not found in the store.")
    static let folderNotFound = EWSError(
        "ErrorFolderNotFound", "The specified folder could not be found in the store.")
    static let badID = EWSError("ErrorInvalidIdMalformed", "Id is malformed.")
    static let denied = EWSError("ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    static let staleKey = EWSError(
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in the request does not "
            + "match the current change key for the item.")
    static let keyWanted = EWSError(
        "ErrorChangeKeyRequired", "The change key is required for this operation.")
    static let noRecipients = EWSError(
        "ErrorInvalidRecipients", "At least one recipient isn't valid, or there is none.")
    static let sendAsDenied = EWSError(
        "ErrorSendAsDenied",
        "The user account which was used to submit this request does not have the right to send mail on behalf of the "
            + "specified sending account.")
    static let noMailbox = EWSError(
        "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.")

    /// Something that the sandbox has no part of.
    static func request(_ text: String) -> EWSError { EWSError("ErrorInvalidRequest", text) }

    static func schema(_ text: String) -> EWSError {
        EWSError("ErrorSchemaValidation", "The request failed schema validation: \(text)")
    }
}

extension EWSError {
    /// What the mailboxes say, in Exchange's words.
    init(_ problem: MailboxProblem) {
        switch problem {
        case .noSuchItem: self = .itemNotFound
        case .noSuchFolder: self = .folderNotFound
        case .noSuchUser: self = .noMailbox
        case .changed: self = .staleKey
        case .folderExists:
            self.init("ErrorFolderExists", "A folder with the specified name already exists.")
        case .folderIsFixed:
            self.init("ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.")
        case .wrongFolder:
            self.init("ErrorCannotUseFolderIdForItemId", "Items can't be put into this folder.")
        case .tooLarge:
            self.init("ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.")
        case .full: self.init("ErrorQuotaExceeded", "The mailbox has no room left.")
        }
    }
}
