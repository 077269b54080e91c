internal import Connecting
internal import Wire

extension IMAPSession {
    /// Opens a folder, and makes sure that letters can be acknowledged in it.
    ///
    /// - Returns: What the server said to it.
    func open(_ name: String, acknowledging acknowledgement: Acknowledgement) async throws(Failure) -> String {
        let place = try await find(name)
        var target: String?
        if case .move(let other) = acknowledgement { target = try await prepareTarget(other, from: place) }
        let verb = acknowledgement == .keep ? "EXAMINE" : "SELECT"
        let status = try await exchange("\(verb) \(Self.quoted(place.name))")
        guard status.condition == .ok else { throw try await notOpened(name, status) }
        // RFC 9051 section 2.3.1.1: 0 is none.
        guard let validity = dialogue.validity, validity > 0, !dialogue.hasPassingUIDs else {
            throw words.noLastingNumbers(name)
        }
        try checkRights(name, acknowledgement)
        folder = OpenFolder(
            name: name, validity: validity, isOutgoing: place.isOutgoing, acknowledgement: acknowledgement,
            target: target)
        dialogue.hasNews = false
        return "\(status)"
    }

    private func checkRights(_ name: String, _ acknowledgement: Acknowledgement) throws(Failure) {
        guard acknowledgement != .keep else { return }
        guard !dialogue.isReadOnly else { throw words.readOnly(name) }
        switch acknowledgement {
        case .seen: if !dialogue.keeps("\\Seen") { throw words.keepsNoFlag(name, "\\Seen") }
        case .flagged: if !dialogue.keeps("\\Flagged") { throw words.keepsNoFlag(name, "\\Flagged") }
        case .keep, .move: break
        }
        // A plain EXPUNGE would remove what others have marked as deleted.
        if case .move = acknowledgement, !dialogue.offers("MOVE"), !dialogue.offers("UIDPLUS") {
            throw words.cannotMove
        }
    }

    // MARK: Names

    /// A folder as the server writes its name.
    struct Place {
        var name: String
        var isOutgoing: Bool
        var isThere: Bool
    }

    /// Finds a folder by the name that people write: `/` between folders, `\Sent` for one by its use.
    func find(_ name: String) async throws(Failure) -> Place {
        if name.hasPrefix("\\") {
            guard let found = try await folders().first(where: { $0.has(name) }) else {
                throw words.noSuchUse(name, try await folders())
            }
            return Place(name: found.name, isOutgoing: found.isSent, isThere: true)
        }
        let written = wireName(name, delimiter: try await delimiter())
        let uses = dialogue.offers("SPECIAL-USE") && dialogue.offers("LIST-EXTENDED") ? " RETURN (SPECIAL-USE)" : ""
        var found: [IMAPFolder] = []
        // `*` and `%` stand for other names here; a folder that is called so is found without.
        if !written.contains(where: { $0 == "*" || $0 == "%" }) {
            _ = try await exchange(#"LIST "" \#(Self.quoted(written))\#(uses)"#) { response in
                if case .folder(let folder) = response { found.append(folder) }
            }
        }
        // QUIRK: some servers list more than was asked for.
        let folder = found.first { $0.name == written || $0.name.lowercased() == "inbox" && written == "INBOX" }
        let isOutgoing = folder?.isSent ?? false || uses.isEmpty && SentNames.has(name)
        return Place(name: folder?.name ?? written, isOutgoing: isOutgoing, isThere: folder?.canBeOpened ?? false)
    }

    private func wireName(_ name: String, delimiter: Character?) -> String {
        if name.lowercased() == "inbox" { return "INBOX" }
        let text = delimiter.map { delimiter in String(name.map { $0 == "/" ? delimiter : $0 }) } ?? name
        return hasUTF8 ? text : ModifiedUTF7.encode(text)
    }

    private func delimiter() async throws(Failure) -> Character? {
        var result: Character?
        _ = try await exchange(#"LIST "" """#) { response in
            if case .folder(let folder) = response { result = folder.delimiter }
        }
        return result
    }

    /// All folders.
    func folders() async throws(Failure) -> [IMAPFolder] {
        var result: [IMAPFolder] = []
        let uses = dialogue.offers("SPECIAL-USE") && dialogue.offers("LIST-EXTENDED") ? " RETURN (SPECIAL-USE)" : ""
        _ = try await exchange(#"LIST "" "*"\#(uses)"#) { response in
            if case .folder(let folder) = response, result.count < IMAPLimits.folders { result.append(folder) }
        }
        return result
    }

    static func quoted(_ name: String) -> String {
        let escaped = name.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        // A line break would be another command.
        return "\"" + String(escaped.filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" && $0 != "\0" }) + "\""
    }

    /// Where letters are moved to; made when it is missing.
    private func prepareTarget(_ name: String, from place: Place) async throws(Failure) -> String {
        let target = try await find(name)
        guard target.name != place.name else { throw words.movesToItself(name) }
        let quoted = Self.quoted(target.name)
        if !target.isThere {
            let status = try await exchange("CREATE \(quoted)")
            if status.condition != .ok, status.code != "ALREADYEXISTS" { throw words.notMade(name, status) }
            _ = try await exchange("SUBSCRIBE \(quoted)")
        }
        return quoted
    }

    private func notOpened(_ name: String, _ status: IMAPStatus) async throws(Failure) -> Failure {
        guard status.condition == .no else { return words.refused("SELECT", status) }
        return words.notOpened(name, status, try await folders())
    }
}
