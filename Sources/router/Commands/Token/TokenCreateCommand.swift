import ArgumentParser
import Attributes
import Console
import Diagnostics

/// The command `router token create`.
struct TokenCreateCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token and show it, once.",
        discussion: """
            Scopes: send (submit messages), read (see messages, arrivals, routes, connections and figures), \
            decide (retry and cancel messages; retry, link and mark arrivals), \
            admin (all of these, and try connections).

              router token create portal
              router token create desk --scope read,decide --application hr --expires 90d
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "What to call it: Latin letters, digits, '_', '-' and '.'.")
    var name: String

    @Option(help: ArgumentHelp("What its bearer may do; send unless said.", valueName: "scopes"))
    var scope: [String] = []

    @Option(
        help: ArgumentHelp("An application whose routes and messages it reaches; all unless said.", valueName: "name"))
    var application: [String] = []

    @Option(help: ArgumentHelp("After how long it ends, such as 90d; never unless said.", valueName: "duration"))
    var expires: String?

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        guard !name.isEmpty, name.utf8.count <= 100, name.utf8.allSatisfy(Self.isNameByte) else {
            throw CommandFailure(
                .usage, "bad-name", "'\(Visible.shortened(name, to: 60))' can't be a token's name",
                help: "use up to 100 Latin letters, digits, '_', '-' and '.'")
        }
        let scopes = try scopes()
        let now = Instant(seconds: Instant.now.seconds)
        let end = try expires.map { text throws(CommandFailure) in try Self.end(text, after: now) }
        let file = try tokenFile()
        guard let text = AccessToken.newText() else {
            throw CommandFailure(.fault, "no-randomness", "the system gives no random bytes", help: "try again")
        }
        let token = AccessToken(
            name: name, hash: AccessToken.hash(of: text), scopes: scopes,
            applications: application.isEmpty
                ? nil : Set(application.flatMap { $0.split(separator: ",").map(String.init) }),
            created: now, expires: end)
        let isNew = try Self.change(file) { tokens in
            guard !tokens.contains(where: { $0.name == name }) else { return false }
            tokens.append(token)
            return true
        }
        guard isNew else {
            throw CommandFailure(
                .usage, "token-exists", "there is a token '\(name)' already",
                help: "choose another name, or revoke it first: router token revoke \(name)")
        }
        if terminal.isJSON {
            guard case .object(let members) = token.json else { return .fault }
            terminal.result(JSON.object(members + [.init(name: "token", value: .string(text))]).printed())
        } else {
            terminal.result(text)
            terminal.note("this is shown once: callers send it as 'Authorization: Bearer router_…'")
        }
        return .done
    }

    private func scopes() throws(CommandFailure) -> Set<Scope> {
        let words = scope.flatMap { $0.split(separator: ",").map(String.init) }
        guard !words.isEmpty else { return [.send] }
        var scopes: Set<Scope> = []
        for word in words {
            guard let scope = Scope(rawValue: word) else {
                let known = Scope.allCases.map(\.rawValue)
                throw CommandFailure(
                    .usage, "no-such-scope", "there is no scope '\(Visible.shortened(word, to: 60))'",
                    help: Suggestion.help(for: word, among: known) ?? "they are: \(known.joined(separator: ", "))")
            }
            scopes.insert(scope)
        }
        return scopes
    }

    private static func end(_ text: String, after now: Instant) throws(CommandFailure) -> Instant {
        if let length = try? Duration(reading: text), length > .zero { return now + length }
        throw CommandFailure(
            .usage, "bad-duration", "'\(Visible.shortened(text, to: 60))' is not a duration",
            help: "write --expires 90d")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
