import ArgumentParser

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The workspace's folder, instead of the nearest one upward.", valueName: "dir"),
        completion: .directory)
    var workspace: String?

    @Flag(name: .long, help: "Print results as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print results and errors only.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Tell more of what happens.")
    var verbose = false

    @Flag(name: .customLong("no-color"), help: "Do not colour the output; NO_COLOR does the same.")
    var noColor = false
}
