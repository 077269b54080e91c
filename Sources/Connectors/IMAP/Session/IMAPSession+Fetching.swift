internal import Connecting
internal import Wire

extension IMAPSession {
    /// A letter that is asked for.
    private struct Wanted {
        var index: Int
        var uid: UInt32
        var size: Int?
    }

    func fetch(
        _ items: [FolderItem], into path: String, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) {
        guard let folder else { throw words.failure(WireError(.connectionLost, "no folder is open"), settings.line) }
        var small: [Wanted] = []
        var others: [Wanted] = []
        for (index, item) in items.enumerated() {
            guard let identity = IMAPIdentity(item.identity), identity.validity == folder.validity else { continue }
            let wanted = Wanted(index: index, uid: identity.uid, size: item.size)
            if let size = item.size, size <= FetchedLetter.largestInMemory {
                small.append(wanted)
            } else {
                others.append(wanted)
            }
        }
        let (missing, oversized) = try await fetchMany(small, take)
        for wanted in missing { try await fetchAlone(wanted, into: path, take) }
        for wanted in oversized + others { try await fetchLarge(wanted, into: path, take) }
    }

    // MARK: Many at once

    /// - Returns: Those that did not come and are still there, and those that have more bytes than was said.
    private func fetchMany(
        _ wanted: [Wanted], _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) -> (missing: [Wanted], oversized: [Wanted]) {
        guard !wanted.isEmpty else { return ([], []) }
        var open = Dictionary(wanted.map { ($0.uid, $0) }) { first, _ in first }
        var oversized: [Wanted] = []
        let commands = Self.batches(wanted).flatMap { batch in
            UIDSet(batch.map(\.uid)).texts().map { "UID FETCH \($0) (UID BODY.PEEK[])" }
        }
        _ = try await exchange(commands, pipelined: IMAPLimits.pipelined) { response in
            guard case .fetch(let fetch) = response, let uid = fetch.uid, let body = fetch.body,
                let wanted = open[uid]
            else { return }
            switch body {
            case .bytes(let bytes) where Self.isWhole(bytes, wanted.size):
                open[uid] = nil
                take(wanted.index, .bytes(bytes))
            case .skipped:
                open[uid] = nil
                oversized.append(wanted)
            // The letter is asked for once more, alone.
            case .bytes, .none: break
            }
        }
        guard !open.isEmpty else { return ([], oversized) }
        let left = try await remaining(open.keys.sorted())
        return (left.compactMap { open[$0] }, oversized)
    }

    private static func batches(_ wanted: [Wanted]) -> [[Wanted]] {
        var result: [[Wanted]] = []
        var batch: [Wanted] = []
        var bytes = 0
        for wanted in wanted {
            let size = wanted.size ?? 0
            if batch.count >= IMAPLimits.batch || !batch.isEmpty && bytes + size > IMAPLimits.batchBytes {
                result.append(batch)
                batch = []
                bytes = 0
            }
            batch.append(wanted)
            bytes += size
        }
        return batch.isEmpty ? result : result + [batch]
    }

    /// QUIRK: a letter that a server can't read comes as an empty text from some; sizes are off by a little from others.
    private static func isWhole(_ bytes: [UInt8], _ size: Int?) -> Bool {
        !bytes.isEmpty || size ?? 0 == 0
    }

    /// Those that are still in the folder.
    private func remaining(_ uids: [UInt32]) async throws(Failure) -> [UInt32] {
        var result: [UInt32] = []
        for text in UIDSet(uids).texts() { result += try await search("UID \(text)").prefix(uids.count) }
        return result.filter(Set(uids).contains)
    }

    // MARK: One by one

    /// A letter that did not come with the others: now its own answer tells why.
    private func fetchAlone(
        _ wanted: Wanted, into path: String, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) {
        var found: IMAPFetch.Body?
        let status = try await exchange("UID FETCH \(wanted.uid) (UID BODY.PEEK[])") { response in
            if case .fetch(let fetch) = response, fetch.uid == wanted.uid, let body = fetch.body { found = body }
        }
        switch found {
        case .bytes(let bytes) where Self.isWhole(bytes, wanted.size): take(wanted.index, .bytes(bytes))
        case .skipped: try await fetchLarge(wanted, into: path, take)
        // QUIRK: Exchange says `FETCH completed` without the letter when it can't convert it.
        case .bytes, .some(.none), nil:
            guard try await !remaining([wanted.uid]).isEmpty else { return }
            take(wanted.index, .refused(words.notGivenOut(wanted.uid, status)))
        }
    }

    /// A letter that becomes a file, in parts.
    private func fetchLarge(
        _ wanted: Wanted, into path: String, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) {
        if let size = wanted.size, size > FetchedLetter.largest {
            return try await fetchHeader(wanted, size, take)
        }
        var spill = LetterSpill(folder: path)
        var isOver = false
        while !isOver {
            let first = spill.size
            let offsets = (0..<IMAPLimits.pipelined).map { first + $0 * IMAPLimits.part }
            var parts: [Int: [UInt8]] = [:]
            var isWhole = false
            let answers = try await exchange(
                offsets.map { "UID FETCH \(wanted.uid) (UID BODY.PEEK[]<\($0).\(IMAPLimits.part)>)" }
            ) { response in
                guard case .fetch(let fetch) = response, fetch.uid == wanted.uid, case .bytes(let bytes) = fetch.body
                else { return }
                if let origin = fetch.origin { parts[origin] = bytes } else { isWhole = true; parts[0] = bytes }
            }
            // QUIRK: a server that knows no parts gives the whole letter.
            if isWhole, first == 0, let bytes = parts[0] { return take(wanted.index, .bytes(bytes)) }
            for (offset, answer) in zip(offsets, answers) where !isOver {
                guard let bytes = parts[offset], answer.condition == .ok else {
                    // A part behind the end may be refused, or be nothing.
                    if answer.condition == .ok, offset > 0, offset >= wanted.size ?? 0 { isOver = true; continue }
                    guard try await !remaining([wanted.uid]).isEmpty else { return spill.discard() }
                    spill.discard()
                    return take(wanted.index, .refused(words.notGivenOut(wanted.uid, answer)))
                }
                do throws(Failure) { try spill.add(bytes) } catch {
                    spill.discard()
                    throw error
                }
                isOver = bytes.count < IMAPLimits.part
            }
            if spill.size > FetchedLetter.largest {
                let size = wanted.size ?? spill.size
                spill.discard()
                return try await fetchHeader(wanted, size, take)
            }
        }
        if spill.size == 0, wanted.size ?? 0 > 0 {
            return take(wanted.index, .refused(words.notGivenOut(wanted.uid, IMAPStatus(.ok, text: ""))))
        }
        take(wanted.index, try spill.finish())
    }

    private func fetchHeader(
        _ wanted: Wanted, _ size: Int, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) {
        var header: [UInt8] = []
        _ = try await exchange("UID FETCH \(wanted.uid) (UID BODY.PEEK[HEADER]<0.\(IMAPLimits.header)>)") { response in
            if case .fetch(let fetch) = response, fetch.uid == wanted.uid, case .bytes(let bytes) = fetch.body {
                header = bytes
            }
        }
        take(wanted.index, .tooLarge(size: size, header: header))
    }
}
