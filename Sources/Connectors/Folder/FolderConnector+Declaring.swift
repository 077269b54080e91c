package import Connecting
internal import Diagnostics
package import Settings

extension FolderConnector {
    private static let path = Field<String>("path", "The folder that messages are put into")
    private static let layout = Field<Layout>(
        "layout", "one-folder-per-message, or flat (a JSON file, and the attachments beside it)",
        default: .folders, shown: "one-folder-per-message")

    package static let kind = Kind(
        "folder", "Puts messages into a folder of this machine", fields: [path, layout],
        example: """
            kind: folder
            path: var/letters
            layout: one-folder-per-message
            """)

    package init(_ reading: Reading, in surroundings: Surroundings) {
        self.init(
            path: surroundings.path(reading[Self.path]), layout: reading[Self.layout],
            sessions: reading[ConnectionFields.sessions])
    }
}
