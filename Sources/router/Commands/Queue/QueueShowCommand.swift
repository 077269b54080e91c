import ArgumentParser
import Attributes
import Engine
import Spool

/// The command `router queue show`.
struct QueueShowCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell the whole story of a message.",
        discussion: """
            Who gets it, every attempt with what the server said, and what comes next. A submission of several messages \
            is shown as a list of them.

              router queue show 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e
              router queue show 0198c2f0-3f6a-7c21
              router queue show '<0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e@example.com>'
              router queue show 0198c2f0-3f6a-7c21 --json | jq '.history[-1].error'
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            "A message's id, 8 or more characters of its beginning, its Message-ID, or a submission's id.",
            valueName: "id"), completion: MessageCompletion.all)
    var identifier: String

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else { throw MessageLookup.unknownWithoutSpool(identifier) }
            let lookup = MessageLookup(spool: access.spool)
            switch try await lookup.find(identifier) {
            case .message(let message): try await show(message, in: access, lookup, terminal)
            case .submission(let id, let messages):
                if messages.count == 1 {
                    try await show(messages[0], in: access, lookup, terminal)
                } else {
                    show(messages, of: id, terminal)
                }
            }
            return .done
        }
    }

    private func show(
        _ message: MessageSummary, in access: SpoolAccess, _ lookup: MessageLookup, _ terminal: Terminal
    ) async throws(CommandFailure) {
        let id = message.id
        let spool = access.spool
        let story = try await onSpool { () async throws(SpoolProblem) in try await spool.story(of: id) }
        guard let story else { throw MessageLookup.unknown(identifier, at: spool.place) }
        if terminal.isJSON { return terminal.result(story.json.printed()) }
        let text = StoryText(story, style: terminal.resultStyle, zone: access.workspace.settings.zone, now: .now)
        for line in text.lines { terminal.result(line) }
    }

    private func show(_ messages: [MessageSummary], of submission: UUIDv7, _ terminal: Terminal) {
        if terminal.isJSON {
            let json: JSON = [
                "submission": .string(submission.description), "messages": .array(messages.map(\.json)),
            ]
            return terminal.result(json.printed())
        }
        let now = Instant.now
        let table = MessageTable(messages, now: now, width: Screen.width, style: terminal.resultStyle)
        terminal.result(table.heading)
        for message in messages { terminal.result(table.line(for: message, now: now)) }
        terminal.note("a submission of \(messages.count) messages; 'router queue show' tells the story of each")
    }
}
