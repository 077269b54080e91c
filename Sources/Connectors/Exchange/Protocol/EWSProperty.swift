internal import XML

/// A property that is asked for, compared or set.
enum EWSProperty: Hashable, Sendable {
    /// `item:DateTimeReceived`.
    case field(String)
    /// A MAPI property by its tag, `0x1090`, and its type.
    case extended(tag: String, type: String)

    /// PidTagFlagStatus: 2 is flagged.
    ///
    /// Every version knows it, `item:Flag` only later ones.
    static let flagStatus = extended(tag: "0x1090", type: "Integer")

    func write(_ xml: inout XMLWriter) {
        switch self {
        case .field(let name): xml.element("t:FieldURI", ["FieldURI": name])
        case .extended(let tag, let type):
            xml.element("t:ExtendedFieldURI", ["PropertyTag": tag, "PropertyType": type])
        }
    }

    /// `AdditionalProperties`, when there are any.
    static func writeAll(_ properties: [Self], _ xml: inout XMLWriter) {
        guard !properties.isEmpty else { return }
        xml.element("t:AdditionalProperties") { xml in
            for property in properties { property.write(&xml) }
        }
    }
}
