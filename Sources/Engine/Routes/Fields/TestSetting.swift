import Diagnostics
import Settings

/// An entry of `tests:`.
struct TestSetting: SettingValue {
    var name: String
    /// The data as they stand in the route's file.
    var data: Node?
    /// Or the path of a JSON file.
    var file: PlacedText?
    var expect: Node
    var node: Node

    private static let name = Field<String>("name", "What the test shows")
    private static let data = Field<AnyNode?>("data", "The attributes", default: nil)
    private static let file = Field<PlacedText?>(
        "file", "A JSON file with the attributes, instead of data", default: nil)
    private static let expect = Field<AnyNode>("expect", "What the letter must be")
    private static let shape = Shape("a test", [name, data, file, expect])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        guard (reading[data] == nil) != (reading[file] == nil) else {
            return reader.report(
                node, reading[data] == nil ? .missingKey : .conflictingKeys, "a test needs either 'data' or 'file'",
                help: "write one of them")
        }
        return Self(
            name: reading[name], data: reading[data]?.node, file: reading[file], expect: reading[expect].node,
            node: node)
    }
}

/// A node as it is, for what is read later.
struct AnyNode: SettingValue {
    var node: Node

    static var form: Form { .anything }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? { Self(node: node) }
}
