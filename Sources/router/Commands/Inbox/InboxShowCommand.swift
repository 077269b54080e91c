import ArgumentParser
import Attributes
import Console
import Engine
import MIME
import Spool

/// The command `router inbox show`.
struct InboxShowCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell the whole story of a letter that came in.",
        discussion: """
            Where it came from, what it is about, who has got it and what each handler said; why it is stuck, and what \
            mends that. --raw and --eml give the letter itself, byte for byte as it came.

              router inbox show 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e
              router inbox show '<CAF1234@mail.example.com>'
              router inbox show 0198c2f0-3f6a-7c21 --json | jq '.handlings[].response'
              router inbox show 0198c2f0-3f6a-7c21 --eml letter.eml
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            "An arrival's id, 8 or more characters of its beginning, or its Message-ID.", valueName: "id"),
        completion: ArrivalCompletion.all)
    var identifier: String

    @Flag(name: .long, help: "Write the letter as it came to stdout.")
    var raw = false

    @Option(
        name: .long, help: ArgumentHelp("Write the letter as it came into a file.", valueName: "file"),
        completion: .file(extensions: ["eml"]))
    var eml: String?

    func validate() throws {
        if raw, eml != nil { throw ValidationError("--raw and --eml exclude each other: one place is enough") }
        if raw, options.json { throw ValidationError("--raw writes the letter alone; --json has no place beside it") }
    }

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else { throw ArrivalLookup.unknownWithoutSpool(identifier) }
            let id = try await ArrivalLookup(spool: access.spool).id(identifier)
            if raw || eml != nil {
                try await write(id, in: access.spool, terminal)
            } else {
                try await tell(id, in: access, terminal)
            }
            return .done
        }
    }

    private func tell(
        _ id: UUIDv7, in access: SpoolAccess, _ terminal: Terminal
    ) async throws(CommandFailure) {
        let spool = access.spool
        let story = try await onSpool { () async throws(SpoolProblem) in try await spool.arrival(id) }
        guard let story else { throw ArrivalLookup.unknown(identifier, at: spool.place) }
        if terminal.isJSON { return terminal.result(story.json.printed()) }
        let others = try await ArrivalThread.others(than: story.arrival, in: spool)
        let text = ArrivalText(
            story, othersInThread: others, style: terminal.resultStyle, zone: access.workspace.settings.zone, now: .now)
        for line in text.lines { terminal.result(line) }
    }

    private func write(
        _ id: UUIDv7, in spool: any Spool, _ terminal: Terminal
    ) async throws(CommandFailure) {
        let letter = try await onSpool { () async throws(SpoolProblem) in try await spool.raw(of: id) }
        guard let letter else { throw ArrivalLookup.unknown(identifier, at: spool.place) }
        let size = try LetterOutput.write(letter, to: eml ?? "-")
        if !letter.isWhole {
            terminal.note("only the letter's header was fetched: it is larger than is taken")
        }
        guard let eml else { return }
        if terminal.isJSON {
            let json: JSON = [
                "id": .string(id.description), "file": .string(eml), "size": .integer(size),
                "whole": .bool(letter.isWhole),
            ]
            terminal.result(json.printed())
        } else {
            terminal.note("wrote \(eml)")
        }
    }
}
