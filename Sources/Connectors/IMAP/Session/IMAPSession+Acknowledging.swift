internal import Connecting
internal import Wire

extension IMAPSession {
    func acknowledge(_ identities: [String]) async throws(Failure) {
        guard let folder else { throw words.failure(WireError(.connectionLost, "no folder is open"), settings.line) }
        // Numbers of another numbering are nobody's, or somebody else's.
        let uids = identities.compactMap(IMAPIdentity.init).filter { $0.validity == folder.validity }.map(\.uid)
        let sets = UIDSet(uids).texts()
        switch folder.acknowledgement {
        case .keep: return
        case .seen: try await insist(sets.map { "UID STORE \($0) +FLAGS.SILENT (\\Seen)" })
        case .flagged: try await insist(sets.map { "UID STORE \($0) +FLAGS.SILENT (\\Flagged)" })
        case .move:
            guard let target = folder.target else { return }
            try await move(sets, to: target)
        }
        try checkValidity(folder)
    }

    private func move(_ sets: [String], to target: String) async throws(Failure) {
        if dialogue.offers("MOVE") { return try await insist(sets.map { "UID MOVE \($0) \(target)" }, making: target) }
        for set in sets {
            try await insist(["UID COPY \(set) \(target)"], making: target)
            try await insist(["UID STORE \(set) +FLAGS.SILENT (\\Deleted)"])
            try await insist(["UID EXPUNGE \(set)"])
        }
    }

    /// Says commands until they are done: some are refused because a letter has just gone.
    private func insist(_ commands: [String], making target: String? = nil) async throws(Failure) {
        var open = commands
        var attempt = 0
        while !open.isEmpty {
            let answers = try await exchange(open, pipelined: IMAPLimits.pipelined)
            let failed = zip(open, answers).filter { $0.1.condition != .ok }
            guard let (command, status) = failed.first else { return }
            guard attempt < IMAPLimits.retries else { throw words.notAcknowledged(command, status) }
            switch status.code {
            // RFC 5530: the server tells of what has gone when it is asked.
            case "EXPUNGEISSUED": _ = try await exchange("NOOP")
            case "TRYCREATE":
                guard let target else { throw words.notAcknowledged(command, status) }
                _ = try await exchange("CREATE \(target)")
            default: throw words.notAcknowledged(command, status)
            }
            open = failed.map(\.0)
            attempt += 1
        }
    }
}
