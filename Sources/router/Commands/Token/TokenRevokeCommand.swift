import ArgumentParser
import Attributes
import Console
import Diagnostics

/// The command `router token revoke`.
struct TokenRevokeCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a token: calls with it are refused within a second.")

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The token's name.")
    var name: String

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let file = try tokenFile()
        let others: [String]? = try Self.change(file) { tokens in
            guard let place = tokens.firstIndex(where: { $0.name == name }) else { return tokens.map(\.name) }
            tokens.remove(at: place)
            return nil
        }
        if let others {
            throw CommandFailure(
                .noInput, "no-such-token", "there is no token '\(Visible.shortened(name, to: 60))'",
                help: Suggestion.help(for: name, among: others) ?? "'router token list' shows the tokens")
        }
        if terminal.isJSON {
            terminal.result(JSON.object([.init(name: "revoked", value: .string(name))]).printed())
        } else {
            terminal.note("'\(name)' is revoked")
        }
        return .done
    }
}
