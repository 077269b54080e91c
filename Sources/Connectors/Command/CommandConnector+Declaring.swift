package import Connecting
package import Diagnostics
package import Settings

extension Diagnostic.Code {
    static let badProgram = Self(rawValue: "bad-program")
    static let badVariable = Self(rawValue: "bad-variable")
}

extension CommandConnector {
    package static let kind = Kind(
        "command", "Hands messages to a program of this machine", fields: CommandFields.all,
        example: """
            kind: command
            run: [bin/handle, --queue, claims]
            environment: {API_TOKEN: "${env:API_TOKEN}"}
            timeout: 30s
            """)

    package init(_ reading: Reading, in surroundings: Surroundings) {
        let entries = reading[CommandFields.environment]?.entries ?? []
        let contents: Settings.Contents =
            switch reading[CommandFields.attachments] {
            case .base64: .base64
            case .files: .files
            case .none: .none
            }
        self.init(
            Settings(
                run: reading[CommandFields.run].items, workspace: surroundings.folder,
                folder: reading[CommandFields.folder].map(surroundings.path),
                environment: entries.map { (name: $0.key.text, value: $0.value.value) },
                secrets: entries.filter(\.value.isSecret).map { Secret($0.value.value) }, contents: contents,
                timeout: .seconds(reading[CommandFields.timeout].seconds),
                sessions: reading[ConnectionFields.sessions], log: surroundings.log))
    }

    package static func check(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings) {
        check(reading, &findings)
        guard let name = reading[CommandFields.run].items.first, !name.isEmpty, findings.errors == 0 else { return }
        if let problem = Program(name, in: surroundings.folder).problem {
            findings.report(
                Diagnostic(
                    .error, .badProgram, at: reading.span(of: CommandFields.run), in: reading.node.source,
                    "the program '\(name)' \(problem.words)", help: problem.help))
        }
    }

    package static func check(_ reading: Reading, _ findings: inout Findings) {
        func report(_ code: Diagnostic.Code, _ span: Span, _ message: String, _ help: String) {
            findings.report(Diagnostic(.error, code, at: span, in: reading.node.source, message, help: help))
        }
        let run = reading[CommandFields.run]
        let place = reading.span(of: CommandFields.run)
        if run.items.first?.isEmpty ?? true {
            report(.badProgram, place, "no program is named", "write run: [bin/handle, --fast]")
        } else if !run.isList, run.items[0].contains(where: \.isWhitespace) {
            let words = run.items[0].split(whereSeparator: \.isWhitespace).joined(separator: ", ")
            report(
                .badProgram, place, "a command is a list: no shell takes it apart", "write 'run: [\(words)]'")
        } else if run.items.contains(where: { $0.utf8.contains(0) }) {
            report(.badProgram, place, "an argument holds a NUL character", "take it away")
        }
        for entry in reading[CommandFields.environment]?.entries ?? [] {
            let name = entry.key.text
            if name.isEmpty || name.contains("=") || name.utf8.contains(0) || entry.value.value.utf8.contains(0) {
                report(.badVariable, entry.key.span, "'\(name)' is not a variable's name", "write it as API_TOKEN")
            } else if name.hasPrefix("ROUTER_") {
                report(
                    .badVariable, entry.key.span, "variables that begin with ROUTER_ are router's own",
                    "choose another name")
            }
        }
        if reading[CommandFields.timeout].seconds < 1 {
            report(
                .unknownValue, reading.span(of: CommandFields.timeout), "nothing can be done within no time",
                "write it as 60s")
        }
    }
}
