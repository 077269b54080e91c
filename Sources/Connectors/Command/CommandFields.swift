internal import Connecting
internal import Diagnostics
internal import Settings

/// The keys of `kind: command`.
enum CommandFields {
    static let run = Field<OneOrMany<String>>(
        "run", "The program and its arguments, without a shell: [bin/handle, --fast]")
    static let folder = Field<String?>("folder", "Where it runs", default: nil, shown: "the workspace")
    static let environment = Field<Keyed<EnvironmentSetting>?>(
        "environment", "Variables that it gets beside PATH, HOME, LANG and the like", default: nil)
    static let attachments = Field<CommandContents>(
        "attachments", "base64 (in the JSON), files (in a folder that is removed afterwards), or none",
        default: .base64, shown: "base64")
    static let timeout = Field<TimeLength>(
        "timeout", "How long it may run", default: TimeLength(seconds: 60), shown: "60s")

    static let all: [any FieldDeclaration] = [run, folder, environment, attachments, timeout]
}

/// `attachments:` of a command connection.
enum CommandContents: String, ChoiceSetting {
    case base64
    case files
    case none

    static var noun: String { "a way for attachments" }
}

/// A variable's value; one from outside is a secret.
struct EnvironmentSetting: SettingValue {
    var value: String
    var isSecret: Bool

    static var form: Form { .text }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        let isSecret = node.scalar.map { Substitutions.occur(in: $0.text) } ?? false
        return String.read(node, &reader).map { Self(value: $0, isSecret: isSecret) }
    }
}
