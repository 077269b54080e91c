import Attributes
import Console
import Engine

extension RouterSubcommand {
    /// The workspace's file of tokens.
    func tokenFile() throws(CommandFailure) -> TokenFile {
        let workspace = try openWorkspace()
        return TokenFile(path: workspace.folder.resolve(workspace.settings.server.tokens))
    }

    /// Changes the file of tokens while nobody else does.
    static func change<Result>(
        _ file: TokenFile, _ body: (inout [AccessToken]) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(TokenFile.Problem) {
            return try file.change(body)
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension CommandFailure {
    init(_ problem: TokenFile.Problem) {
        self.init(
            .notWritable, "tokens-wrong", "the file of tokens '\(problem.path)' can't be used: \(problem.words)",
            help: "mend it, or delete it and make the tokens anew")
    }
}

extension AccessToken {
    /// Without anything that its bearer has.
    var json: JSON {
        [
            "name": .string(name), "scopes": .array(scopes.map(\.rawValue).sorted().map { .string($0) }),
            "applications": applications.map { .array($0.sorted().map { .string($0) }) } ?? .null,
            "created": .string(created.iso8601), "expires": expires.map { .string($0.iso8601) } ?? .null,
        ]
    }
}
