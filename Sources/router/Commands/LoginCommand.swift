import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine

/// The command `router login`.
struct LoginCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Allow router to use a mailbox, in a browser; for auth: {type: oauth2}.",
        discussion: """
            Prints a page and a code, and waits until the code is entered there. What comes of it is kept outside of \
            the workspace, readable by its owner only, and renewed by itself. With --json the first line on stdout has \
            the page and the code.

              router login corporate
              router login corporate --status
              router login corporate --forget
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The connection.", completion: NameCompletion.connections)
    var connectionName: String

    @Flag(name: .long, help: "Only tell whether there is a token, and until when.")
    var status = false

    @Flag(name: .long, help: "Delete the token that is kept.")
    var forget = false

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        guard !(status && forget) else {
            throw CommandFailure(
                .usage, "usage", "--status and --forget exclude each other", help: "call router login twice")
        }
        let connection = try connection(connectionName, in: try openWorkspace(), terminal)
        guard let authorization = connection.authorization else {
            throw CommandFailure(
                .usage, "no-tokens", "the connection '\(connection.name)' logs in without tokens that router gets",
                help: "'router login' is for connections with auth: {type: oauth2, …} that get their own tokens")
        }
        do throws(Failure) {
            if status {
                return tell(try await authorization.state(), terminal, isAutomatic: !authorization.needsPerson)
            } else if forget {
                tellForgotten(try await authorization.forget(), terminal)
            } else {
                let state = try await authorization.logIn { prompt in show(prompt, terminal) }
                return tell(state, terminal, isAutomatic: false)
            }
            return .done
        } catch {
            throw CommandFailure(ExitStatus(error), error.code.rawValue, error.message, help: error.help)
        }
    }

    private func show(_ prompt: AuthorizationPrompt, _ terminal: Terminal) {
        if terminal.isJSON {
            let line: JSON = [
                "verificationUri": .string(prompt.verificationURI), "userCode": .string(prompt.userCode),
                "expiresIn": .integer(prompt.expiresIn),
            ]
            terminal.result(line.printed())
        } else {
            let code = terminal.style.apply(.bold, prompt.userCode)
            terminal.complain("open \(prompt.verificationURI) and enter the code \(code)")
            terminal.note("waiting for it, \(prompt.expiresIn / 60) min at most; Ctrl-C breaks off")
        }
    }

    /// Tells what is stored; automatic tokens come without a person.
    private func tell(_ state: AuthorizationState?, _ terminal: Terminal, isAutomatic: Bool) -> ExitStatus {
        let isAuthorized = isAutomatic || state.map { $0.isRenewed || $0.end > Instant.now.seconds } ?? false
        let end = state.map { Instant(seconds: $0.end).iso8601 }
        if terminal.isJSON {
            let line: JSON = [
                "connection": .string(connectionName), "authorized": .bool(isAuthorized),
                "until": end.map { .string($0) } ?? .null, "renewed": .bool(isAutomatic || state?.isRenewed ?? false),
            ]
            terminal.result(line.printed())
        } else if let state, let end {
            let verb = state.end > Instant.now.seconds ? "is good until" : "was good until"
            let renewal = isAutomatic || state.isRenewed ? ", and is renewed by itself" : ""
            terminal.result("\(connectionName): there is a token; it \(verb) \(end)\(renewal)")
        } else {
            let remedy = isAutomatic ? " yet; one is got when it is needed" : "; run 'router login \(connectionName)'"
            terminal.result("\(connectionName): there is no token\(remedy)")
        }
        return isAuthorized ? .done : .authentication
    }

    private func tellForgotten(_ hadAny: Bool, _ terminal: Terminal) {
        if terminal.isJSON {
            let line: JSON = ["connection": .string(connectionName), "forgotten": .bool(hadAny)]
            terminal.result(line.printed())
        } else {
            terminal.result("\(connectionName): \(hadAny ? "the token is deleted" : "there was no token")")
        }
    }
}
