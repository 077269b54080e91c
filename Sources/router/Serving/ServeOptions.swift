import ArgumentParser
import Console

/// What `router serve` can be told.
struct ServeOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where to listen, instead of 'server: {listen: …}'; port 0 is any that is free.", valueName: "host:port"))
    var listen: String?

    @Option(name: .customLong("port-file"), help: ArgumentHelp("Write the port into this file.", valueName: "file"))
    var portFile: String?

    @Option(help: ArgumentHelp("How long letters on their way may take at the end.", valueName: "duration"))
    var drain = "30s"

    @Option(
        name: .customLong("max-waiting"),
        help: ArgumentHelp("With more messages waiting in the spool, no more are taken.", valueName: "count"))
    var maxWaiting = 100_000
}
