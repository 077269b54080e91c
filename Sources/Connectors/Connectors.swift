package import Connecting

/// The kinds of connections, one line each.
package enum Connectors {
    package static let all: [any Connector.Type] = [
        SMTPConnector.self,
        MaildirConnector.self,
        PrintConnector.self,
    ]
}
