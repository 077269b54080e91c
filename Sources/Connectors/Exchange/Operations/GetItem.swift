internal import XML

/// Gets items; their letters go to the sink of the call.
struct GetItem: EWSOperation {
    static let name = "GetItem"

    enum Result: Sendable {
        /// With the item's place among the streamed texts, when it has a letter.
        case item(XMLElement, stream: Int?)
        case refused(EWSRefusal)
    }

    var items: [EWSItemID]
    var includesMime = false
    var shape = "IdOnly"
    var properties: [EWSProperty] = []

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:GetItem") { xml in
            xml.element("m:ItemShape") { xml in
                xml.element("t:BaseShape", text: shape)
                if includesMime { xml.element("t:IncludeMimeContent", text: "true") }
                EWSProperty.writeAll(properties, &xml)
            }
            xml.element("m:ItemIds") { xml in
                for item in items { item.write(&xml) }
            }
        }
    }

    /// - Returns: One for each item, in their order.
    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> [Result] {
        messages.map { message in
            if let refusal = message.refusal { return .refused(refusal) }
            guard let item = message.items.first else {
                return .refused(EWSRefusal(code: "ErrorItemNotFound", text: "nothing was given"))
            }
            return .item(item, stream: item["MimeContent"]?.stream)
        }
    }
}
