internal import XML

extension ExchangeDesk {
    /// The sandbox has one form of ids; clients ask with nonsense, to see which version answers.
    func convertID(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["SourceIds"]?.children ?? []) { element throws(EWSError) in
            let id = element.attributes["Id"] ?? ""
            guard EWSIdentity.item(id) != nil || EWSIdentity.folder(id) != nil else { throw .badID }
            throw EWSError("ErrorInvalidRequest", "The sandbox converts no ids.")
        }
    }
}
