import ArgumentParser
import Attributes

/// The command `router init`.
struct InitCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a workspace with working samples.",
        discussion: """
            Nothing that is there already is touched.

              router init
              router init my-workspace
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The folder; this one when it is left out.")
    var folder = "."

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let present = SampleWorkspace.files.filter { NewFile.exists("\(folder)/\($0.path)") }
        guard present.isEmpty else {
            throw CommandFailure(
                .notWritable, "exists",
                "there is something in '\(folder)' already: \(present.map(\.path).joined(separator: ", "))",
                help: "name an empty or a new folder: router init my-workspace")
        }
        for file in SampleWorkspace.files {
            var path = folder.hasPrefix("/") ? "" : "."
            for part in "\(folder)/\(file.path)".split(separator: "/").dropLast() {
                path += "/\(part)"
                try NewFile.makeFolder(path)
            }
            try NewFile.write(Self.bytes(of: file.content), to: "\(folder)/\(file.path)", mode: 0o644)
            if terminal.isVerbose { terminal.note("wrote \(folder)/\(file.path)") }
        }
        terminal.note("a workspace with \(SampleWorkspace.files.count) files is in '\(folder)'; try:")
        if folder != "." { terminal.note("  cd \(folder)") }
        terminal.note("  router check")
        terminal.note("  router send meeting-invite --data data/meeting.json")
        return .done
    }
    private static func bytes(of content: SampleWorkspace.Content) -> [UInt8] {
        switch content {
        case .text(let text): Array(text.utf8)
        case .base64(let text): (try? Base64.decode(text, atMost: text.utf8.count)) ?? []
        }
    }
}
