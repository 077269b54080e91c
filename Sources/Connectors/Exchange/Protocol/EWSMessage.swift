internal import XML

/// One of the answer's response messages: an operation on many items has one for each.
struct EWSMessage: Sendable {
    var element: XMLElement

    /// Such as `NoError` or `ErrorItemNotFound`.
    var code: String { element["ResponseCode"]?.trimmed ?? "" }
    var isError: Bool { element.attributes["ResponseClass"] == "Error" }
    var isWarning: Bool { element.attributes["ResponseClass"] == "Warning" }

    /// `nil` when it is none; warnings are none.
    var refusal: EWSRefusal? {
        isError
            ? EWSRefusal(code: code, text: element["MessageText"]?.trimmed ?? "", details: element["MessageXml"]) : nil
    }

    /// The items that it tells of, of any class.
    var items: [XMLElement] { element["Items"]?.children ?? [] }

    /// - Throws: When it is a refusal.
    func accepted() throws(EWSRefusal) -> XMLElement {
        if let refusal { throw refusal }
        return element
    }
}

extension [EWSMessage] {
    /// The only message of an operation on one thing.
    func single() throws(EWSRefusal) -> XMLElement {
        guard let message = first else { throw EWSRefusal(code: "ErrorInvalidResponse", text: "nothing was answered") }
        return try message.accepted()
    }
}
