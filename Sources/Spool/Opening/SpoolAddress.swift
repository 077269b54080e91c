internal import Diagnostics

/// Where a spool is, as `spool:` in `router.yaml` says it.
///
///     sqlite:var/router.db
///     postgres://user@host/db
package enum SpoolAddress: Sendable {
    /// The file's path.
    case sqlite(String)
    /// The database, and a folder on this machine for what has to be beside a process.
    case postgres(PostgresAddress, folder: String)

    /// What holds when nothing is said.
    package static let usual = "sqlite:var/router.db"

    /// - Parameters:
    ///   - text: As in the settings, with its secrets filled in.
    ///   - workspace: The folder that relative paths begin at.
    /// - Throws: What is wrong with the text; it never shows a password.
    package init(_ text: String, workspace: String) throws(SpoolProblem) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw Self.wrong("says nothing of its kind", "write sqlite:\(Self.shown(text)), or postgres://user@host/db")
        }
        let kind = String(text[..<colon]).lowercased()
        let rest = String(text[text.utf8.index(after: colon)...])
        switch kind {
        case "sqlite": self = .sqlite(try Self.path(rest, workspace))
        case "postgres", "postgresql": self = .postgres(try PostgresAddress(text), folder: "\(workspace)/var/spool")
        default:
            let nearest = Suggestion.help(for: kind, among: ["sqlite", "postgres", "postgresql"])
            throw Self.wrong(
                "of kind '\(Self.shown(kind))' is not known", nearest ?? "write sqlite:PATH or postgres://user@host/db")
        }
    }

    /// For people; without any password.
    package var shown: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let address, _): address.shown
        }
    }

    private static func path(_ text: String, _ workspace: String) throws(SpoolProblem) -> String {
        var path = text
        if path.hasPrefix("///") {
            path.removeFirst(2)
        } else if path.hasPrefix("//") {
            throw wrong("has a host, and SQLite has none", "write sqlite:\(shown(String(path.dropFirst(2))))")
        }
        guard !path.isEmpty, !path.hasSuffix("/") else {
            throw wrong("names no file", "write a file's path, as in \(usual)")
        }
        guard !path.utf8.contains(0), !path.contains("?") else {
            throw wrong("has a character that no path of a spool may have", "write a plain path, as in \(usual)")
        }
        return path.hasPrefix("/") ? path : "\(workspace)/\(path)"
    }

    private static func shown(_ text: String) -> String { Visible.shortened(text, to: 60) }

    static func wrong(_ problem: String, _ remedy: String) -> SpoolProblem {
        SpoolProblem(.settingsWrong, at: "spool", problem, remedy: remedy)
    }
}
