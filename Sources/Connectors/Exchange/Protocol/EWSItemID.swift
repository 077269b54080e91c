internal import XML

/// What Exchange knows an item by, and which state of it is meant.
struct EWSItemID: Hashable, Sendable {
    var id: String
    /// Changes with the item; `nil` for the item as it is by then.
    var changeKey: String?

    init(_ id: String, changeKey: String? = nil) {
        self.id = id
        self.changeKey = changeKey
    }

    /// - Parameter element: `ItemId`, or what has its attributes.
    init?(_ element: XMLElement?) {
        guard let id = element?.attributes["Id"], !id.isEmpty else { return nil }
        self.init(id, changeKey: element?.attributes["ChangeKey"])
    }

    func write(_ xml: inout XMLWriter) {
        xml.element("t:ItemId", ["Id": id, "ChangeKey": changeKey])
    }
}
