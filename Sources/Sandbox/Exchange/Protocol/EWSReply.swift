internal import XML

/// What an operation answers: one message for each thing that was asked for.
struct EWSReply {
    /// What follows the response code in a message.
    typealias Part = (inout XMLWriter) -> Void

    enum Message {
        case success(Part)
        case warning(EWSError, Part)
        case failure(EWSError)
    }

    /// The operation: `GetFolder`.
    var name: String
    var messages: [Message]
    /// The container that a failure has as well, since the schema wants it there: `m:Items`.
    var container: String?

    /// One message for each of a list, whether it succeeds or not.
    static func each<T>(
        _ call: EWSCall, _ list: [T], in container: String? = nil, _ body: (T) throws(EWSError) -> Part
    ) -> EWSReply {
        EWSReply(
            name: call.name,
            messages: list.map { item in
                do throws(EWSError) { return .success(try body(item)) } catch { return .failure(error) }
            },
            container: container)
    }

    /// A single message.
    static func one(
        _ call: EWSCall, in container: String? = nil, _ body: () throws(EWSError) -> Part
    ) -> EWSReply {
        each(call, [0], in: container) { _ throws(EWSError) in try body() }
    }

    func write(_ xml: inout XMLWriter) {
        xml.element(named: "m:\(name)Response") { xml in
            xml.element("m:ResponseMessages") { xml in
                for message in messages { write(message, &xml) }
            }
        }
    }

    private func write(_ message: Message, _ xml: inout XMLWriter) {
        let tag = "m:\(name)ResponseMessage"
        switch message {
        case .success(let part):
            xml.element(named: tag, ["ResponseClass": "Success"]) { xml in
                xml.element("m:ResponseCode", text: "NoError")
                part(&xml)
            }
        case .warning(let error, let part):
            xml.element(named: tag, ["ResponseClass": "Warning"]) { xml in
                Self.words(error, &xml)
                part(&xml)
            }
        case .failure(let error):
            xml.element(named: tag, ["ResponseClass": "Error"]) { xml in
                Self.words(error, &xml)
                if let container { xml.element(named: container) { _ in } }
                if container == "m:SyncState" { xml.element("m:IncludesLastItemInRange", text: "true") }
            }
        }
    }

    private static func words(_ error: EWSError, _ xml: inout XMLWriter) {
        xml.element("m:MessageText", text: error.text)
        xml.element("m:ResponseCode", text: error.code)
        xml.element("m:DescriptiveLinkKey", text: "0")
        if error.backOff != nil || error.inner != nil {
            xml.element("m:MessageXml") { EWSEnvelope.values(error, &$0) }
        }
    }
}
