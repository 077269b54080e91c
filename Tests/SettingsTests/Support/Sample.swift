import Diagnostics
import Settings

/// A shape with a field of each form.
enum Sample {
    enum Colour: String, ChoiceSetting {
        case red
        case green

        static var noun: String { "a colour" }
    }

    struct Group: SettingValue {
        var name: String

        static let name = Field<String>("name", "What it is called")
        static let shape = Shape("a group", [name])

        static var form: Form { .group(shape) }

        static func read(_ node: Node, _ reader: inout Reader) -> Self? {
            shape.read(node, &reader).flatMap { $0.isWhole ? Self(name: $0[name]) : nil }
        }
    }

    static let host = Field<String>("host", "The server's name")
    static let port = Field<Int?>("port", "The port", default: nil)
    static let isOpen = Field<Bool>("open", "Whether it is open", default: false, shown: "false")
    static let colour = Field<Colour>("colour", "Its colour", default: .red, shown: "red")
    static let password = Field<Secret?>("password", "The password", default: nil)
    static let size = Field<ByteSize?>("size", "How large", default: nil)
    static let wait = Field<TimeLength?>("wait", "How long", default: nil)
    static let names = Field<[String]>("names", "Its names", default: [])
    static let tags = Field<OneOrMany<String>?>("tags", "Its tags", default: nil)
    static let group = Field<Group?>("group", "Its group", default: nil)
    static let keyed = Field<Keyed<Int>?>("keyed", "Numbers by name", default: nil)
    static let shape = Shape(
        "a thing", [host, port, isOpen, colour, password, size, wait, names, tags, group, keyed])
}
