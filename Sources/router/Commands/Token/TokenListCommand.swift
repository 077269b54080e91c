import ArgumentParser
import Attributes
import Console

/// The command `router token list`.
struct TokenListCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List tokens with what they allow; never their text.")

    @OptionGroup var options: GlobalOptions

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let file = try tokenFile()
        let tokens: [AccessToken]
        do throws(TokenFile.Problem) {
            tokens = try file.read()
        } catch {
            throw CommandFailure(error)
        }
        if terminal.isJSON {
            terminal.result(JSON.array(tokens.map(\.json)).printed())
            return .done
        }
        if tokens.isEmpty { terminal.note("there are no tokens; 'router token create NAME' makes one") }
        var table = Table(style: terminal.resultStyle)
        for token in tokens {
            let end = token.expires.map { ($0 <= .now ? "expired " : "until ") + $0.iso8601 } ?? "for good"
            table.row([
                token.name, token.scopes.map(\.rawValue).sorted().joined(separator: ","),
                token.applications.map { $0.sorted().joined(separator: ",") } ?? "all applications", end,
            ])
        }
        for line in table.lines { terminal.result(line) }
        return .done
    }
}
