import ArgumentParser

@main
struct RouterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "router", abstract: "Routes letters and meetings.")
}
