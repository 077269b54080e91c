package import Connecting
internal import MIME

/// What every sender keeps to, whatever it sends over.
///
///     #expect(await SenderConformance(connector).violations() == [])
package struct SenderConformance: Sendable {
    private let sender: any Sender
    private let accepted: [String]
    private let refused: String?

    /// - Parameters:
    ///   - sender: Ready to send for real: letters will arrive.
    ///   - accepted: Two addresses that it takes.
    ///   - refused: One that is refused for good; `nil` where there is none.
    package init(
        _ sender: any Sender, accepted: [String] = ["ivan@example.com", "maria@example.com"], refused: String? = nil
    ) {
        self.sender = sender
        self.accepted = accepted
        self.refused = refused
    }

    /// Tries everything.
    ///
    /// - Returns: What is not kept to, a sentence each.
    package func violations() async -> [String] {
        var result: [String] = []
        do throws(Failure) {
            result += try await delivers()
            result += try await reportsEach()
            result += try await refusesPartly()
            result += try await refusesLineBreaks()
            result += try await survivesMissingFiles()
            result += try await endsQuietly()
        } catch {
            result.append("a session can't be opened: \(error.message)")
        }
        return result
    }

    private func delivers() async throws(Failure) -> [String] {
        let report = try await send([letter(1, to: accepted)])
        guard report.indices == [0], let receipt = report[0] else { return ["a letter is not reported once"] }
        return check(receipt, accepted.map { ($0, .sent) }, "a letter to two")
    }

    private func reportsEach() async throws(Failure) -> [String] {
        let letters = (0..<5).map { letter($0, to: [accepted[$0 % accepted.count]]) }
        let report = try await send(letters)
        guard report.indices.sorted() == Array(0..<5) else {
            return ["of five letters these were reported: \(report.indices)"]
        }
        return (0..<5).flatMap { index in
            report[index].map { check($0, [(letters[index].recipients[0], .sent)], "letter \(index) of five") } ?? []
        }
    }

    private func refusesPartly() async throws(Failure) -> [String] {
        guard let refused else { return [] }
        let mixed = [accepted[0], refused, accepted[1]]
        let report = try await send([letter(1, to: mixed), letter(2, to: [refused]), letter(3, to: accepted)])
        guard report.indices.sorted() == [0, 1, 2], let first = report[0], let second = report[1], let third = report[2]
        else { return ["a refused recipient keeps letters from being reported: \(report.indices)"] }
        return check(
            first, [(accepted[0], .sent), (refused, .failed), (accepted[1], .sent)], "a partly refused letter")
            + check(second, [(refused, .failed)], "a wholly refused letter")
            + check(third, accepted.map { ($0, .sent) }, "the letter behind a refused one")
    }

    private func refusesLineBreaks() async throws(Failure) -> [String] {
        let trap = "a@example.com>\r\nRCPT TO:<b@example.com"
        let report = try await send([letter(1, to: [trap]), letter(2, from: trap, to: accepted)])
        return [0, 1].flatMap { index in
            guard let receipt = report[index] else { return ["an address with a line break is not reported"] }
            let states = receipt.recipients.map { ($0.address, RecipientState.failed) }
            return check(receipt, states, "an address with a line break")
        }
    }

    private func survivesMissingFiles() async throws(Failure) -> [String] {
        let whole = letter(1, to: accepted)
        let missing = Letter(
            id: "2", messageID: "<2@example.com>", sender: whole.sender, recipients: accepted,
            content: Content(pieces: whole.content.pieces + [.base64(path: "/nonexistent/file", size: 5)]))
        let report = try await send([missing, whole])
        guard let receipt = report[0] else { return ["a letter with a missing file is not reported"] }
        var result = check(receipt, accepted.map { ($0, .failed) }, "a letter with a missing file")
        if receipt.failure?.code != .fileUnreadable || receipt.failure?.verdict != .never {
            result.append("a missing file does not fail as such: \(String(describing: receipt.failure))")
        }
        // It may be left for another session, but not come to harm.
        if let second = report[1] {
            result += check(second, accepted.map { ($0, .sent) }, "the letter behind a missing file")
        }
        return result
    }

    private func endsQuietly() async throws(Failure) -> [String] {
        let report = Report()
        let session = try await sender.open()
        await session.send([], report.add)
        await session.close()
        await session.close()
        await session.send([letter(1, to: accepted)], report.add)
        return report.indices.isEmpty ? [] : ["a closed session still sends"]
    }

    private func send(_ letters: [Letter]) async throws(Failure) -> Report {
        let report = Report()
        let session = try await sender.open()
        await session.send(letters, report.add)
        await session.close()
        return report
    }

    private func letter(_ number: Int, from sender: String = "robot@example.com", to recipients: [String]) -> Letter {
        let text = "From: robot@example.com\r\nSubject: number \(number)\r\n\r\n.\r\n..dots\r\n"
        return Letter(
            id: "\(number)", messageID: "<\(number)@example.com>", sender: sender, recipients: recipients,
            content: Content(pieces: [.bytes(Array(text.utf8))]))
    }

    private func check(
        _ receipt: Receipt, _ expected: [(address: String, state: RecipientState)], _ what: String
    ) -> [String] {
        var result: [String] = []
        let found = receipt.recipients.map { "\($0.address) \($0.state)" }
        let wanted = expected.map { "\($0.address) \($0.state)" }
        if found != wanted { result.append("\(what): \(found) instead of \(wanted)") }
        let isAllSent = receipt.recipients.allSatisfy { $0.state == .sent }
        if isAllSent != (receipt.failure == nil) {
            result.append(
                "\(what): the failure is \(receipt.failure?.message ?? "missing") where all sent is \(isAllSent)")
        }
        return result
    }
}
