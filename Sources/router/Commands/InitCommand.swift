import ArgumentParser

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
            try NewFile.write(Array(file.text.utf8), to: "\(folder)/\(file.path)", mode: 0o644)
            if terminal.isVerbose { terminal.note("wrote \(folder)/\(file.path)") }
        }
        terminal.note("a workspace with \(SampleWorkspace.files.count) files is in '\(folder)'; try:")
        if folder != "." { terminal.note("  cd \(folder)") }
        terminal.note("  router check")
        terminal.note("  router send meeting-invite --data data/meeting.json")
        return .done
    }
}
