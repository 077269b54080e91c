internal import Connecting

/// Finds out whether a letter has gone out whose sending was not answered with yes.
struct ExchangeOutcome: Sendable {
    enum Finding: Sendable {
        case sent
        case notSent(Failure)
        case unknown(Failure)
    }

    private let settings: ExchangeConnector.Settings
    private let caller: EWSCaller

    init(_ settings: ExchangeConnector.Settings, _ caller: EWSCaller) {
        self.settings = settings
        self.caller = caller
    }

    /// A draft that can be deleted was not sent, and won't be; one that is gone is looked for among the sent letters.
    func find(_ draft: EWSItemID, _ messageID: String, after problem: EWSProblem) async -> Finding {
        do throws(EWSProblem) {
            // The change key of what was saved: a draft that is being sent has another one.
            try await caller.call(DeleteItem(items: [draft]))
            return .notSent(problem.failure)
        } catch {
            // The server said no, and why; that a draft is left does no harm.
            guard error.isGone else {
                return problem.isAnswered && !problem.mayBeDone ? .notSent(problem.failure) : unknown(problem, error)
            }
        }
        do throws(EWSProblem) {
            if try await isThere(messageID, in: "sentitems") { return .sent }
        } catch {
            return unknown(problem, error)
        }
        return unknown(problem, nil)
    }

    private func unknown(_ problem: EWSProblem, _ second: EWSProblem?) -> Finding {
        let more =
            second.map { "; and \($0.failure.message)" }
            ?? ", and neither lies it among the drafts nor the sent letters"
        return .unknown(
            Failure(
                .outcomeUnknown, .unknown,
                "whether the letter was sent is not known: \(problem.failure.message)\(more)",
                help: "look for it among the mailbox's sent letters; then 'router queue retry' or 'cancel'"))
    }

    /// Takes drafts away that a broken connection has left behind; nothing depends on it.
    func removeDrafts(_ messageID: String, but kept: EWSItemID? = nil) async {
        guard let page = try? await caller.call(search(messageID, in: "drafts")) else { return }
        let left = page.items.filter { $0.id.id != kept?.id }.map { EWSItemID($0.id.id) }
        if !left.isEmpty { try? await caller.call(DeleteItem(items: left)) }
    }

    private func isThere(_ messageID: String, in folder: String) async throws(EWSProblem) -> Bool {
        try await !caller.call(search(messageID, in: folder)).items.isEmpty
    }

    private func search(_ messageID: String, in folder: String) -> FindItem {
        FindItem(
            folder: settings.folder(folder), restriction: .equals(.field("message:InternetMessageId"), messageID),
            limit: 10)
    }
}
