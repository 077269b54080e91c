import Diagnostics
import Settings

/// An entry of a receive route's `tests:`.
struct ReceiveTestSetting: SettingValue {
    var name: String
    /// The path of a letter.
    var mail: PlacedText
    var expect: Node

    private static let name = Field<String>("name", "What the test shows")
    private static let mail = Field<PlacedText>("mail", "A letter as it would come: an .eml file")
    private static let expect = Field<AnyNode>("expect", "What the message must be")
    private static let shape = Shape("a test", [name, mail, expect])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        return Self(name: reading[name], mail: reading[mail], expect: reading[expect].node)
    }
}
