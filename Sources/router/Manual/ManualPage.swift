import ArgumentParser
import Attributes

/// The manual page router(1), made of what the commands say of themselves.
struct ManualPage {
    private(set) var text = ""

    init(_ root: any ParsableCommand.Type) {
        var page = Roff()
        let configuration = root.configuration
        page.macro("TH", "ROUTER", "1", "", "router \(configuration.version)", "User Commands")
        page.macro("SH", "NAME")
        page.prose("router - \(Self.lowercasedStart(configuration.abstract))")
        page.macro("SH", "SYNOPSIS")
        page.prose("router COMMAND [OPTIONS] [ARGUMENTS]")
        page.macro("SH", "DESCRIPTION")
        page.prose(configuration.discussion)
        page.macro("SH", "COMMANDS")
        let shared = Self.arguments(of: Shared.self).map(\.term)
        for command in configuration.subcommands {
            Self.add(command, "router", without: shared, to: &page)
        }
        page.macro("SH", "OPTIONS OF EVERY COMMAND")
        for argument in Self.arguments(of: Shared.self) { page.entry(argument.term, argument.meaning) }
        page.macro("SH", "EXIT STATUS")
        for status in ExitStatus.allCases { page.entry("\(status.rawValue)", status.meaning) }
        page.macro("SH", "ENVIRONMENT")
        for (name, meaning) in Self.environment { page.entry(name, meaning) }
        page.macro("SH", "FILES")
        for (name, meaning) in Self.files { page.entry(name, meaning) }
        text = page.text
    }

    private static let environment = [
        ("ROUTER_WORKSPACE", "The workspace, when --workspace does not name one."),
        ("NO_COLOR", "When it is set, nothing is coloured."),
    ]

    private static let files = [
        ("router.yaml", "What holds for the whole workspace; may be missing."),
        ("connections/NAME.yaml", "How to reach a mail server or a folder."),
        ("routes/NAME.yaml", "Which attributes a message carries, and how they become a letter."),
        ("templates/", "Bodies that routes name."),
        ("accounts/*.yaml", "People: id, name, address, locale, time zone."),
        ("var/", "What router keeps: the spool, logs."),
    ]

    /// The options that all commands have, as a command of its own.
    private struct Shared: ParsableCommand {
        @OptionGroup var options: GlobalOptions
    }

    /// One line of a command's help.
    private struct Argument {
        /// `--data <file>`, `-q, --quiet`, `<route-name>`.
        var term: String
        var meaning: String
        var synopsis: String
    }

    /// A command and those below it.
    private static func add(
        _ command: any ParsableCommand.Type, _ path: String, without shared: [String], to page: inout Roff
    ) {
        let name = "\(path) \(command._commandName)"
        let subcommands = command.configuration.subcommands
        // What a command with commands of its own does without a word is told at the one that does it.
        let own = subcommands.isEmpty ? arguments(of: command).filter { !shared.contains($0.term) } : []
        page.macro("SS", ([name] + own.map(\.synopsis)).joined(separator: " "))
        page.prose(command.configuration.abstract)
        for argument in own { page.entry(argument.term, argument.meaning) }
        if !command.configuration.discussion.isEmpty {
            page.macro("PP")
            page.prose(command.configuration.discussion)
        }
        for subcommand in subcommands { add(subcommand, name, without: shared, to: &page) }
    }

    /// What the library's own description of a command says, which is JSON.
    private static func arguments(of command: any ParsableCommand.Type) -> [Argument] {
        guard let description = try? JSON.read(Array(command._dumpHelp().utf8)),
            case .array(let items)? = description["command"]?["arguments"]
        else { return [] }
        return items.filter { $0["shouldDisplay"] == true }.map { item in
            var names: [String] = []
            if case .array(let all)? = item["names"] {
                names = all.map { name in
                    (name["kind"]?.text == "short" ? "-" : "--") + (name["name"]?.text ?? "")
                }.sorted { $0.count < $1.count }
            }
            let value = "<\(item["valueName"]?.text ?? "")>"
            let isFlag = item["kind"]?.text == "flag"
            let term = names.isEmpty ? value : names.joined(separator: ", ") + (isFlag ? "" : " \(value)")
            let short = names.isEmpty ? value : (names.last ?? "") + (isFlag ? "" : " \(value)")
            return Argument(
                term: term, meaning: item["abstract"]?.text ?? "",
                synopsis: item["isOptional"] == true ? "[\(short)]" : short)
        }
    }

    private static func lowercasedStart(_ words: String) -> String {
        words.prefix(1).lowercased() + (words.hasSuffix(".") ? words.dropFirst().dropLast() : words.dropFirst())
    }
}
