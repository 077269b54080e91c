package import Connecting
package import Settings

extension PrintConnector {
    package static let kind = Kind(
        "print", "Prints letters to standard output", fields: SenderFields.all,
        example: """
            kind: print
            sender: {address: robot@example.com}
            """)

    package init(_ reading: Reading, in surroundings: Surroundings) {
        self.init()
    }
}
