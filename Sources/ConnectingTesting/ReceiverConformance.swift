package import Connecting
internal import Glibc

/// What every receiver keeps to, whatever it reads from.
///
///     #expect(await ReceiverConformance(mailbox).violations() == [])
package struct ReceiverConformance: Sendable {
    /// A mailbox that is read, and what is done in it behind the reader's back.
    package struct Mailbox: Sendable {
        package var receiver: any Receiver
        /// Makes a new folder, and says its name.
        package var newFolder: @Sendable () async throws -> String
        /// Puts letters into a folder.
        package var deliver: @Sendable (_ folder: String, _ letters: [[UInt8]]) async throws -> Void
        /// Takes the letter with that subject out of a folder.
        package var remove: @Sendable (_ folder: String, _ subject: String) async throws -> Void
        /// The letters in a folder: subjects, a space, and their flags in order, such as `one \Seen`.
        package var contents: @Sendable (_ folder: String) async throws -> [String]

        package init(
            _ receiver: any Receiver, newFolder: @escaping @Sendable () async throws -> String,
            deliver: @escaping @Sendable (String, [[UInt8]]) async throws -> Void,
            remove: @escaping @Sendable (String, String) async throws -> Void,
            contents: @escaping @Sendable (String) async throws -> [String]
        ) {
            self.receiver = receiver
            self.newFolder = newFolder
            self.deliver = deliver
            self.remove = remove
            self.contents = contents
        }
    }

    private let mailbox: Mailbox

    package init(_ mailbox: Mailbox) {
        self.mailbox = mailbox
    }

    /// Tries everything.
    ///
    /// - Returns: What is not kept to, a sentence each.
    package func violations() async -> [String] {
        var result: [String] = []
        let trials: [(String, () async throws -> [String])] = [
            ("looking", looks), ("looking piece by piece", looksByPieces), ("acknowledging as seen", marksSeen),
            ("acknowledging as flagged", marksFlagged), ("moving", moves), ("keeping", keeps),
            ("letters that vanish", toleratesVanishing), ("large letters", spillsLargeLetters), ("waiting", waits),
            ("a folder that is not there", missesFolders), ("the end", endsQuietly),
        ]
        for (name, trial) in trials {
            do {
                result += try await trial().map { "\(name): \($0)" }
            } catch {
                result.append("\(name): \(error)")
            }
        }
        return result
    }

    // MARK: Letters

    private func letter(_ subject: String, size: Int = 0) -> [UInt8] {
        let line = String(repeating: "x", count: 76) + "\r\n"
        let body = String(repeating: line, count: size / 78 + 1)
        return Array("From: ivan@example.com\r\nSubject: \(subject)\r\nTo: desk@example.com\r\n\r\n\(body)".utf8)
    }

    /// As bytes that do not depend on how lines end.
    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.filter { $0 != 0x0D }, as: UTF8.self)
    }

    private func subject(_ letter: FetchedLetter?) -> String {
        guard case .bytes(let bytes) = letter else { return "\(String(describing: letter).prefix(80))" }
        let line = text(bytes).split(separator: "\n").first { $0.hasPrefix("Subject: ") } ?? ""
        return String(line.dropFirst(9))
    }

    private func subjects(_ items: [FolderItem], _ session: any ReceivingSession) async throws -> [String] {
        let arrivals = Arrivals()
        try await session.fetch(items, into: "/tmp", arrivals.take)
        return items.indices.map { subject(arrivals[$0]) }
    }

    private func with<Result>(
        _ folder: String, _ acknowledgement: Acknowledgement,
        _ body: (any ReceivingSession) async throws -> Result
    ) async throws -> Result {
        let session = try await mailbox.receiver.open(folder, acknowledging: acknowledgement)
        let result = try await body(session)
        await session.close()
        return result
    }

    private func folder(_ subjects: String...) async throws -> String {
        let folder = try await mailbox.newFolder()
        // One after the other, so that they have an order.
        for subject in subjects { try await mailbox.deliver(folder, [letter(subject)]) }
        return folder
    }

    private func compare(_ what: String, _ found: [String], _ wanted: [String]) -> [String] {
        found == wanted ? [] : ["\(what): \(found) instead of \(wanted)"]
    }

    // MARK: Trials

    private func looks() async throws -> [String] {
        let empty = try await mailbox.newFolder()
        var result = try await with(empty, .seen) { session -> [String] in
            let look = try await session.look(after: nil, limit: 10)
            let isRight = look.items.isEmpty && !look.hasMore && look.backlog == 0 && !look.cursor.isEmpty
            return isRight ? [] : ["an empty folder is not empty: \(look)"]
        }
        let folder = try await folder("one", "two", "three")
        result += try await with(folder, .seen) { session in
            let look = try await session.look(after: nil, limit: 10)
            let arrivals = Arrivals()
            try await session.fetch(look.items, into: "/tmp", arrivals.take)
            var result = compare("order", look.items.indices.map { subject(arrivals[$0]) }, ["one", "two", "three"])
            for (index, name) in ["one", "two", "three"].enumerated() {
                guard case .bytes(let bytes) = arrivals[index] else { continue }
                if text(bytes) != text(letter(name)) { result.append("'\(name)' is not as it was delivered") }
            }
            if look.backlog != 3 || look.hasMore {
                result.append("a backlog of \(look.backlog), more: \(look.hasMore)")
            }
            if Set(look.items.map(\.identity)).count != 3 { result.append("identities are not unique") }
            if look.items.contains(where: { $0.isOutgoing }) { result.append("letters that came are outgoing") }
            let again = try await session.look(after: nil, limit: 10)
            if again.items.map(\.identity) != look.items.map(\.identity) { result.append("fetching changed something") }
            let behind = try await session.look(after: look.cursor, limit: 10)
            if !behind.items.isEmpty { result.append("behind the cursor lies what was found before it") }
            return result
        }
        result += compare("after fetching", try await mailbox.contents(folder), ["one", "three", "two"])
        return result
    }

    private func looksByPieces() async throws -> [String] {
        let folder = try await folder("1", "2", "3", "4", "5")
        var cursor: String?
        var found: [String] = []
        var backlogs: [Int] = []
        for round in 0..<3 {
            // Each time in another session: a cursor outlives them.
            try await with(folder, .seen) { session in
                let look = try await session.look(after: cursor, limit: 2)
                found += try await subjects(look.items, session)
                backlogs.append(look.backlog)
                cursor = look.cursor
                if look.hasMore != (round < 2) { found.append("more in round \(round): \(look.hasMore)") }
            }
        }
        var result = compare("pieces", found, ["1", "2", "3", "4", "5"])
        if backlogs != [5, 3, 1] { result.append("backlogs of \(backlogs)") }
        try await mailbox.deliver(folder, [letter("6")])
        result += try await with(folder, .seen) { session in
            let look = try await session.look(after: cursor, limit: 2)
            return compare("behind them", try await subjects(look.items, session), ["6"])
        }
        return result
    }

    private func marksSeen() async throws -> [String] {
        let folder = try await folder("one", "two", "three")
        let (identities, cursor) = try await with(folder, .seen) { session in
            let look = try await session.look(after: nil, limit: 10)
            try await session.acknowledge(look.items.prefix(2).map(\.identity))
            try await session.acknowledge(look.items.prefix(1).map(\.identity) + ["1/1", "nobody"])
            return (look.items.map(\.identity), look.cursor)
        }
        var result = compare(
            "flags", try await mailbox.contents(folder), ["one \\Seen", "three", "two \\Seen"].sorted())
        result += try await with(folder, .seen) { session in
            let look = try await session.look(after: nil, limit: 10)
            var result = compare("left", try await subjects(look.items, session), ["three"])
            let behind = try await session.look(after: cursor, limit: 10)
            if !behind.items.isEmpty { result.append("what was marked is behind the cursor") }
            // Of an earlier session.
            try await session.acknowledge([identities[2]])
            return result
        }
        return result
            + compare("all", try await mailbox.contents(folder), ["one \\Seen", "three \\Seen", "two \\Seen"].sorted())
    }

    private func marksFlagged() async throws -> [String] {
        let folder = try await folder("one", "two")
        return try await with(folder, .flagged) { session in
            let look = try await session.look(after: nil, limit: 1)
            try await session.acknowledge(look.items.map(\.identity))
            let result = compare("flags", try await mailbox.contents(folder), ["one \\Flagged", "two"])
            let rest = try await session.look(after: nil, limit: 10)
            return result + compare("left", try await subjects(rest.items, session), ["two"])
        }
    }

    private func moves() async throws -> [String] {
        let folder = try await folder("one", "two")
        let target = "\(folder)-done"
        try await with(folder, .move(target)) { session in
            let look = try await session.look(after: nil, limit: 1)
            try await session.acknowledge(look.items.map(\.identity))
            try await session.acknowledge(look.items.map(\.identity))
        }
        return compare("left", try await mailbox.contents(folder), ["two"])
            + compare("moved", try await mailbox.contents(target), ["one"])
    }

    private func keeps() async throws -> [String] {
        let folder = try await folder("one", "two")
        return try await with(folder, .keep) { session in
            let look = try await session.look(after: nil, limit: 10)
            try await session.acknowledge(look.items.map(\.identity))
            let result = compare("contents", try await mailbox.contents(folder), ["one", "two"])
            let again = try await session.look(after: nil, limit: 10)
            return result + (again.items == look.items ? [] : ["a look from the start finds something else"])
        }
    }

    private func toleratesVanishing() async throws -> [String] {
        let folder = try await folder("one", "two", "three")
        return try await with(folder, .seen) { session in
            let look = try await session.look(after: nil, limit: 10)
            try await mailbox.remove(folder, "two")
            let arrivals = Arrivals()
            try await session.fetch(look.items, into: "/tmp", arrivals.take)
            // A server may give a letter out until it has said that it is gone.
            let left = arrivals.indices.sorted().map { subject(arrivals[$0]) }.filter { $0 != "two" }
            let result = compare("left", left, ["one", "three"])
            try await session.acknowledge(look.items.map(\.identity))
            return result + compare("flags", try await mailbox.contents(folder), ["one \\Seen", "three \\Seen"])
        }
    }

    private func spillsLargeLetters() async throws -> [String] {
        let folder = try await mailbox.newFolder()
        let large = letter("large", size: FetchedLetter.largestInMemory + 1_000_000)
        try await mailbox.deliver(folder, [letter("small")])
        try await mailbox.deliver(folder, [large])
        var template = Array("/tmp/conformance-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return ["no folder for large letters"] }
        let place = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { rmdir(place) }
        return try await with(folder, .seen) { session in
            let look = try await session.look(after: nil, limit: 10)
            let arrivals = Arrivals()
            try await session.fetch(look.items, into: place, arrivals.take)
            guard case .file(let path, let size) = arrivals[1] else { return ["a large letter is no file"] }
            defer { unlink(path) }
            var result = compare("small", [subject(arrivals[0])], ["small"])
            if !path.hasPrefix(place + "/") { result.append("the file lies elsewhere: \(path)") }
            let bytes = Self.read(path)
            if bytes.count != size { result.append("\(bytes.count) bytes instead of \(size)") }
            if text(bytes) != text(large) { result.append("the file is not the letter") }
            return result
        }
    }

    private func waits() async throws -> [String] {
        let folder = try await folder("one")
        return try await with(folder, .seen) { session in
            let look = try await session.look(after: nil, limit: 10)
            let start = ContinuousClock.now
            try await session.wait(atMost: .milliseconds(300))
            var result: [String] = []
            let empty = ContinuousClock.now - start
            if empty > .seconds(60) { result.append("a wait of 300 ms took \(empty)") }
            try await mailbox.deliver(folder, [letter("two")])
            var found: [String] = []
            let deadline = ContinuousClock.now + .seconds(240)
            while found.isEmpty, ContinuousClock.now < deadline {
                try await session.wait(atMost: .seconds(20))
                let next = try await session.look(after: look.cursor, limit: 10)
                found = try await subjects(next.items, session)
            }
            return result + compare("news", found, ["two"])
        }
    }

    private func missesFolders() async throws -> [String] {
        do {
            _ = try await mailbox.receiver.open("No such folder", acknowledging: .seen)
            return ["it is opened"]
        } catch {
            var result: [String] = []
            if error.verdict != .never || error.code != .settingsWrong { result.append("it may come: \(error)") }
            if !error.help.contains("INBOX") { result.append("the others are not named: \(error.help)") }
            return result
        }
    }

    private func endsQuietly() async throws -> [String] {
        let folder = try await folder("one")
        let session = try await mailbox.receiver.open(folder, acknowledging: .seen)
        await session.close()
        await session.close()
        do {
            _ = try await session.look(after: nil, limit: 1)
            return ["a closed session still looks"]
        } catch {
            return []
        }
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var result: [UInt8] = []
        var space = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = fread(&space, 1, space.count, file)
            guard count > 0 else { return result }
            result += space[..<count]
        }
    }
}
