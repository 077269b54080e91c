package import Connecting
package import Settings

extension MaildirConnector {
    private static let path = Field<String>("path", "The folder that letters are delivered into and read from")

    package static let kind = Kind(
        "maildir", "Delivers into a folder of this machine, and reads from it", fields: [path] + SenderFields.all,
        example: """
            kind: maildir
            path: var/mail
            sender: {address: robot@example.com, name: Robot}
            """)

    package init(_ reading: Reading, in surroundings: Surroundings) {
        self.init(path: surroundings.path(reading[Self.path]))
    }
}
