package import Diagnostics
package import Settings

/// A way to reach a system: a mail server, a folder, a calendar.
///
/// A kind of connection conforms to this and to what it can do: `Sender`, `Checkable`.
package protocol Connector: Sendable {
    static var kind: Kind { get }

    /// Reports what is wrong between keys that are each right alone.
    static func check(_ reading: Reading, _ findings: inout Findings)

    /// The same, and the files that the keys name.
    static func check(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings)

    /// What is reached, for lists: `smtp.example.com:587`; `nil` when its file says all.
    var place: String? { get }

    /// - Parameters:
    ///   - reading: Whole, and found right by `check`.
    ///   - surroundings: What the file itself does not say.
    init(_ reading: Reading, in surroundings: Surroundings)
}

extension Connector {
    package static func check(_ reading: Reading, _ findings: inout Findings) {}

    package static func check(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings) {
        check(reading, &findings)
    }

    package var place: String? { nil }
}

/// What a connection is told beside its own file.
package struct Surroundings: Sendable {
    /// The connection's name: its file's base name.
    package var connection: String
    /// The workspace's folder: what relative paths are relative to.
    package var folder: String

    package init(connection: String, folder: String) {
        self.connection = connection
        self.folder = folder
    }

    /// A path of the connection's file, made absolute.
    package func path(_ text: String) -> String {
        text.hasPrefix("/") ? text : "\(folder)/\(text)"
    }
}
