import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine
import Glibc
import ICalendar
import MIME

/// The command `router preview`.
struct PreviewCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show the letter as it would go out; nothing is sent.",
        discussion: """
              router preview meeting-invite --data data/meeting.json
              router preview meeting-invite --data data/meeting.json --open
              router preview meeting-invite --data data/meeting.json --eml letter.eml
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The route.", completion: NameCompletion.routes)
    var routeName: String

    @OptionGroup var data: DataOption

    @Option(name: .long, help: ArgumentHelp("Write the letter's bytes to a file; '-' is stdout.", valueName: "file"))
    var eml: String?

    @Flag(name: .long, help: "Show the letter, its invitation and who gets it in a browser.")
    var open = false

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        let route = try route(routeName, in: workspace, terminal)
        let file = try data.read()
        let messages: [Message]
        do throws(Mismatches) {
            let record = try file.check(for: route, in: workspace)
            messages = try Submission(record, through: route, now: .now).messages
        } catch {
            throw CommandFailure(error, data: file.name, route: route)
        }
        let letters = messages.map(\.rendered)
        if letters.isEmpty { terminal.note("the list '\(route.each ?? "")' is empty: there is no letter") }
        if let eml { try write(messages, to: eml, terminal) }
        if open { try show(messages, of: route, terminal) }
        for message in messages { tellFlaws(message, terminal) }
        if terminal.isJSON {
            let previews = letters.map { Preview($0).json }
            terminal.result((route.each == nil ? previews.first ?? .null : .array(previews)).printed())
        } else if eml == nil, !open {
            for letter in letters { print(letter, terminal) }
        }
        return .done
    }

    private func tellFlaws(_ message: Message, _ terminal: Terminal) {
        for flaw in message.invitationFlaws {
            let label = terminal.style.apply(.yellow, "warning[invitation]")
            terminal.complain("\(label): \(flaw.problem)\n  \(terminal.style.apply(.cyan, "help")): \(flaw.remedy)")
        }
    }

    private func write(_ messages: [Message], to path: String, _ terminal: Terminal) throws(CommandFailure) {
        for (position, message) in messages.enumerated() {
            let bytes: [UInt8]
            do throws(ContentProblem) {
                bytes = try message.letter.content.bytes()
            } catch {
                throw CommandFailure(
                    .noInput, "file-unreadable", error.description,
                    help: "see that the file is there and stays as it is")
            }
            if path == "-" {
                Terminal.write(String(decoding: bytes, as: UTF8.self), to: STDOUT_FILENO)
                continue
            }
            let name = messages.count == 1 ? path : Self.numbered(path, position + 1)
            try NewFile.write(bytes, to: name)
            terminal.note("wrote \(name)")
        }
    }

    /// `letter.eml` becomes `letter-2.eml`.
    private static func numbered(_ path: String, _ number: Int) -> String {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return "\(path)-\(number)" }
        return "\(path[..<dot])-\(number)\(path[dot...])"
    }

    private func show(_ messages: [Message], of route: SendRoute, _ terminal: Terminal) throws(CommandFailure) {
        let page = PreviewPage(messages, route: route.name).html
        let path = "\(NewFile.temporaryFolder)/router-preview-\(route.name)-\(getpid()).html"
        try NewFile.write(Array(page.utf8), to: path)
        terminal.note("the preview: \(path)")
        if !Browser.open(path) {
            terminal.note("no browser could be started (BROWSER, xdg-open): open the file by hand")
        }
    }

    private func print(_ letter: RenderedLetter, _ terminal: Terminal) {
        let draft = letter.draft
        let style = terminal.resultStyle
        func field(_ name: String, _ value: String) {
            if !value.isEmpty { terminal.result("\(style.apply(.bold, name)) \(value)") }
        }
        func list(_ mailboxes: [Mailbox]) -> String { mailboxes.map(\.shown).joined(separator: ", ") }
        field("From:", draft.from.shown)
        field("Reply-To:", list(draft.replyTo))
        field("To:", list(draft.to))
        field("Cc:", list(draft.cc))
        field("Bcc:", list(letter.bcc))
        field("Subject:", draft.subject)
        for header in draft.headers where terminal.isVerbose { field("\(header.name):", header.value) }
        for file in draft.attached { field("Attached:", "\(file.document.name), \(file.document.size) bytes") }
        if let meeting = letter.meeting {
            let zone = draft.zone
            field(
                "Meeting:", "\(meeting.start.iso8601(in: zone)) to \(meeting.end.iso8601(in: zone)), \(meeting.title)")
            field("Where:", meeting.location ?? "")
            field("Guests:", meeting.attendees.map(\.address).joined(separator: ", "))
        }
        terminal.result("")
        terminal.result(draft.text ?? draft.html ?? "")
    }
}
