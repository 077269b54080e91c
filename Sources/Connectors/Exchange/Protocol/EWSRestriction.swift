internal import XML

/// Which items of a folder are meant.
indirect enum EWSRestriction: Sendable {
    case equals(EWSProperty, String)
    /// Not before a moment, in ISO 8601.
    case since(EWSProperty, String)
    case not(Self)
    case all([Self])

    func write(_ xml: inout XMLWriter) {
        switch self {
        case .equals(let property, let value): Self.compare("t:IsEqualTo", property, value, &xml)
        case .since(let property, let value): Self.compare("t:IsGreaterThanOrEqualTo", property, value, &xml)
        case .not(let inner): xml.element("t:Not") { inner.write(&$0) }
        case .all(let inner):
            guard inner.count != 1 else { return inner[0].write(&xml) }
            xml.element("t:And") { xml in
                for restriction in inner { restriction.write(&xml) }
            }
        }
    }

    private static func compare(
        _ name: StaticString, _ property: EWSProperty, _ value: String, _ xml: inout XMLWriter
    ) {
        xml.element(name) { xml in
            property.write(&xml)
            xml.element("t:FieldURIOrConstant") { $0.element("t:Constant", ["Value": value]) }
        }
    }
}
