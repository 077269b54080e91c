internal import XML

/// Exchange says that it did not do something, in a response message or a SOAP fault.
struct EWSRefusal: Error, Hashable, Sendable {
    /// `ErrorServerBusy`, as in the schema's list of response codes.
    var code: String
    /// In the server's own words.
    var text: String
    /// How long it asks to be left alone.
    var backOff: Int64?

    init(code: String, text: String, details: XMLElement? = nil) {
        self.code = code
        self.text = text
        let values = details.map { $0.all("Value") } ?? []
        func value(_ name: String) -> String? { values.first { $0.attributes["Name"] == name }?.trimmed }
        backOff = value("BackOffMilliseconds").flatMap(Int64.init).map { max(0, $0) }
        // QUIRK: under load the real reason stands inside of ErrorInternalServerError.
        if code == "ErrorInternalServerError", let inner = value("InnerErrorResponseCode") {
            self.code = inner
            self.text = value("InnerErrorMessageText") ?? text
        }
        if backOff != nil, !isBusy { self.code = "ErrorServerBusy" }
    }

    /// A SOAP fault.
    init(fault: XMLElement) {
        let detail = fault["detail"] ?? fault["Detail"]
        // QUIRK: of some errors only the fault's own code tells, with a prefix: `a:ErrorServerBusy`.
        let own = fault["faultcode"]?.trimmed.split(separator: ":").last.map(String.init)
        let code = detail?["ResponseCode"]?.trimmed ?? own ?? ""
        let text = detail?["Message"]?.trimmed ?? fault["faultstring"]?.trimmed ?? ""
        let details = detail?["MessageXml"] ?? detail?.first("MessageXml")
        self.init(code: code.isEmpty ? "ErrorInternalServerError" : code, text: text, details: details)
    }

    /// Whether the server wants less to do.
    var isBusy: Bool { code == "ErrorServerBusy" || code == "ErrorExceededConnectionCount" }

    /// Whether the thing is not there, or never was.
    var isGone: Bool {
        [
            "ErrorItemNotFound", "ErrorInvalidId", "ErrorInvalidIdMalformed", "ErrorInvalidIdEmpty",
            "ErrorInvalidIdMalformedEwsLegacyIdFormat", "ErrorInvalidIdNotAnItemAttachmentId", "ErrorObjectCorrupt",
            "ErrorInvalidIdStoreObjectIdTooLong",
        ].contains(code)
    }

    /// Whether the work may have been done, or may yet be, although it is said not to be.
    var mayBeDone: Bool {
        [
            "ErrorTimeoutExpired", "ErrorInternalServerError", "ErrorInternalServerTransientError",
            "ErrorInvalidResponse",
        ]
        .contains(code)
    }
}
