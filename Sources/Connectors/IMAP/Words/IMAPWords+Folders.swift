internal import Connecting
internal import Diagnostics
internal import Wire

/// Folders that can't be opened, or not for what a route wants of them.
extension IMAPWords {
    /// Folders that a sentence names.
    private static var named: Int { 20 }

    func notOpened(_ name: String, _ status: IMAPStatus, _ folders: [IMAPFolder]) -> Failure {
        if status.isForNow { return notNow(status) }
        let shown = PlainText.printable(name)
        let names = folders.filter(\.canBeOpened).map(\.readable)
        if folders.contains(where: { !$0.canBeOpened && $0.readable == name }) {
            return Failure(
                .settingsWrong, .never, "the folder '\(shown)' of \(place) holds folders and no letters: \(status)",
                help: "name one of the folders in it: \(list(names.filter { $0.hasPrefix(name + "/") }))")
        }
        if names.contains(name) || name.lowercased() == "inbox" {
            return Failure(
                .settingsWrong, .never, "\(server) does not open the folder '\(shown)': \(status)",
                help: "ask the server's operator whether \(login == nil ? "it" : loginName) may read it")
        }
        return missing("there is no folder '\(shown)' in \(place): \(status)", name, names)
    }

    func noSuchUse(_ name: String, _ folders: [IMAPFolder]) -> Failure {
        let names = folders.filter(\.canBeOpened).map(\.readable)
        return missing("no folder of \(place) is marked \(PlainText.printable(name))", name, names)
    }

    private func missing(_ message: String, _ name: String, _ names: [String]) -> Failure {
        let help = Suggestion.help(for: name, among: names).map { "\($0) " } ?? ""
        return Failure(.settingsWrong, .never, message, help: "\(help)There are \(list(names))".firstLowercased)
    }

    private func list(_ names: [String]) -> String {
        let shown = names.sorted().prefix(Self.named).map { "'\(PlainText.printable($0))'" }.joined(separator: ", ")
        return names.count > Self.named ? "\(shown) and \(names.count - Self.named) others" : shown
    }

    private var place: String { login == nil ? server : "\(loginName) on \(server)" }

    func noLastingNumbers(_ name: String) -> Failure {
        Failure(
            .protocolViolation, .never,
            "\(server) gives letters in '\(PlainText.printable(name))' no numbers that last, so that none could be told from "
                + "another (UIDVALIDITY)",
            help: "ask the server's operator to have the mailbox's index made anew")
    }

    func readOnly(_ name: String) -> Failure {
        Failure(
            .settingsWrong, .never,
            "the folder '\(PlainText.printable(name))' of \(place) can only be read, and letters are to be marked in it",
            help: "write 'after: keep' in the route, or ask for the right to write there")
    }

    func keepsNoFlag(_ name: String, _ flag: String) -> Failure {
        Failure(
            .settingsWrong, .never,
            "\(server) does not keep \(flag) in the folder '\(PlainText.printable(name))' beyond a session",
            help: "write 'after: keep' or 'after: {move: …}' in the route")
    }

    var cannotMove: Failure {
        Failure(
            .settingsWrong, .never,
            "\(server) has neither MOVE nor UIDPLUS: letters could be moved only by removing what others have marked as "
                + "deleted",
            help: "write 'after: seen' or 'after: flagged' in the route")
    }

    func movesToItself(_ name: String) -> Failure {
        Failure(
            .settingsWrong, .never, "letters of '\(PlainText.printable(name))' are to be moved to where they are",
            help: "name another folder in 'after: {move: …}'")
    }

    func notMade(_ name: String, _ status: IMAPStatus) -> Failure {
        if status.isForNow { return notNow(status) }
        return Failure(
            .settingsWrong, .never,
            "there is no folder '\(PlainText.printable(name))' in \(place), and it can't be made: \(status)",
            help: "make it in a mail program, or name another one in 'after: {move: …}'")
    }
}

extension String {
    fileprivate var firstLowercased: String { prefix(1).lowercased() + dropFirst() }
}
