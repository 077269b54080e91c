package import Connecting

/// The kinds of connections, one line each.
package let connectors: [any Connector.Type] = [
    SMTPConnector.self,
    IMAPConnector.self,
    ExchangeConnector.self,
    MaildirConnector.self,
    PrintConnector.self,
    HTTPConnector.self,
    CommandConnector.self,
    FolderConnector.self,
]
