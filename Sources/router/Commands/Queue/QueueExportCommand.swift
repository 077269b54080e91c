import ArgumentParser
import Attributes
import MIME
import Spool

/// The command `router queue export`.
struct QueueExportCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a message's letter as it goes out, byte for byte.",
        discussion: """
            Recipients of a blind copy are not in it: they stand on the envelope only, which 'router queue show' tells.

              router queue export 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e --eml letter.eml
              router queue export 0198c2f0-3f6a-7c21 | less
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            "A message's id, 8 or more characters of its beginning, or its Message-ID.", valueName: "id"),
        completion: MessageCompletion.all)
    var identifier: String

    @Option(
        name: .long, help: ArgumentHelp("The file to write; '-', which is usual, is stdout.", valueName: "file"),
        completion: .file(extensions: ["eml"]))
    var eml = "-"

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let spool = access?.spool else { throw MessageLookup.unknownWithoutSpool(identifier) }
            let id = try await MessageLookup(spool: spool).message(identifier).id
            let stored = try await onSpool { () async throws(SpoolProblem) in try await spool.content(of: id) }
            guard let stored else { throw MessageLookup.unknown(identifier, at: spool.place) }
            try withExtendedLifetime(stored) { () throws(CommandFailure) in
                try LetterOutput.write(ContentReader(stored.content), to: eml)
            }
            guard eml != "-" else { return .done }
            if terminal.isJSON {
                let json: JSON = [
                    "id": .string(id.description), "file": .string(eml), "size": .integer(stored.content.size),
                ]
                terminal.result(json.printed())
            } else {
                terminal.note("wrote \(eml)")
            }
            return .done
        }
    }
}
