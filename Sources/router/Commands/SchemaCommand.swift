import ArgumentParser
import Attributes
import Connectors
import Engine

/// The command `router schema`.
struct SchemaCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of routes or connections, for editors.",
        discussion: """
              router schema route > .vscode/route.schema.json
              router schema connection > .vscode/connection.schema.json

            Editors with a YAML language server take it from a first line such as
            # yaml-language-server: $schema=../.vscode/route.schema.json
            """)

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case connection
        case route
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "What is described.")
    var subject: Subject = .route

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let schema =
            switch subject {
            case .connection: WorkspaceSchemas.connection(connectors)
            case .route: WorkspaceSchemas.route
            }
        terminal.result(schema.printed(.pretty))
        return .done
    }
}
