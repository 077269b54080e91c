internal import Connecting
internal import Diagnostics
internal import Glibc
internal import Wire

/// What a reader is told when a program did not take a message.
struct CommandWords {
    private let settings: CommandConnector.Settings
    private let redact: Redaction

    /// Characters of a program's own words.
    private static let longest = 300
    private static let lines = 3
    /// EX_TEMPFAIL of sysexits.h.
    private static let tryLater: Int32 = 75

    init(_ settings: CommandConnector.Settings) {
        self.settings = settings
        redact = Redaction(settings.secrets)
    }

    private var name: String { PlainText.printable(settings.run.first ?? "") }

    /// What keeps all messages from it may be mended: none of them is lost by that.
    func unusable(_ problem: Program.Problem) -> Failure {
        Failure(.settingsWrong, .again, "the program '\(name)' \(problem.words)", help: problem.help)
    }

    func noFolder(_ folder: String) -> Failure {
        Failure(
            .settingsWrong, .again,
            "the program '\(name)' can't run in \(PlainText.printable(folder)): there is no such folder",
            help: "make it, or check folder: of the connection")
    }

    func ending(_ ending: ChildProcess.Ending) -> String {
        switch ending {
        case .exit(let code): "exit \(code)"
        case .signal(let number): "ended by \(Self.signal(number))"
        case .timedOut: "not ended in time"
        case .tooMuch: "more than \(HandlerResponse.limit) bytes"
        case .notStarted(let problem): "not started: \(String(cString: strerror(problem)))"
        }
    }

    func failure(_ end: ChildProcess.Outcome) -> Failure {
        let said = lastWords(end.errors)
        switch end.ending {
        case .exit(Self.tryLater):
            return Failure(
                .notNow, .again, "'\(name)' asks to try later (exit code \(Self.tryLater))\(said)",
                help: "it is tried again; if it stays so, its own words say why")
        case .exit(let code):
            return Failure(
                .messageRefused, .never, "'\(name)' did not take the message (exit code \(code))\(said)",
                help: "mend what it complains of, and hand the message over again; exit code 75 asks to try later")
        // From outside: an operator, the system's shutting down, or its want of memory.
        case .signal(let number) where [SIGTERM, SIGKILL, SIGINT, SIGHUP].contains(number):
            return Failure(
                .notNow, .again, "'\(name)' was ended by \(Self.signal(number))\(said)",
                help: "it is tried again; if it stays so, see whether this machine has memory enough (journalctl -k)")
        case .signal(let number):
            return Failure(
                .messageRefused, .never, "'\(name)' crashed: \(Self.signal(number))\(said)",
                help: "mend the program, and hand the message over again")
        case .timedOut:
            return Failure(
                .timedOut, .again, "'\(name)' did not end within \(settings.timeout.components.seconds) s\(said)",
                help: "raise timeout:, or have the program hand the work on and end")
        case .tooMuch:
            return Failure(
                .protocolViolation, .never, "'\(name)' printed more than \(HandlerResponse.limit) bytes\(said)",
                help: "have it print a short JSON object or nothing, and its reports to standard error")
        case .notStarted(let problem):
            return Failure(
                .settingsWrong, .again, "'\(name)' can't be run: \(String(cString: strerror(problem)))",
                help: problem == ENOEXEC || problem == ENOENT
                    ? "check its first line: '#!/usr/bin/env python3' names an interpreter that must be there"
                    : "lower sessions:, or raise the machine's limits")
        }
    }

    /// The last lines of what it said to standard error, on one line.
    private func lastWords(_ bytes: [UInt8]) -> String {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
        guard !lines.isEmpty else { return "" }
        let text = redact(lines.suffix(Self.lines).joined(separator: " / "))
        return ": " + Visible.shortened(text, to: Self.longest)
    }

    private static func signal(_ number: Int32) -> String {
        let names = [
            SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGABRT: "SIGABRT",
            SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM",
            SIGTERM: "SIGTERM", SIGBUS: "SIGBUS", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ",
        ]
        return names[number] ?? "signal \(number)"
    }
}
