import Attributes
import Connecting
import Engine
import MIME
import Spool
import Synchronization

/// How `router send` gets letters out: through the spool, or past it where the workspace has none.
struct Way: Sendable {
    private enum Kind {
        case spooled(Posting, any Spool)
        case direct(Courier)
    }

    private let kind: Kind
    private let route: SendRoute
    private let report: SendReport
    /// Whether somebody else sends what is put into the spool.
    private let isLeft: Bool

    /// - Parameters:
    ///   - route: What all goes through.
    ///   - connection: The route's, which sends.
    ///   - sender: The connection's.
    ///   - workspace: Of both.
    ///   - isLeft: Whether to put letters into the spool only.
    ///   - report: Hears what becomes of each message.
    ///   - watch: Hears why letters wait.
    /// - Throws: Why the spool can't be had.
    init(
        through route: SendRoute, _ connection: Connection, _ sender: any Sender, in workspace: Workspace,
        isLeft: Bool, _ report: SendReport, _ watch: CourierWatch
    ) async throws(CommandFailure) {
        self.route = route
        self.report = report
        self.isLeft = isLeft
        guard let spool = try await SpoolOpening.open(of: workspace) else {
            kind = .direct(
                Courier(
                    sender, sessions: connection.sessions, rate: connection.rate, log: connection.log,
                    news: watch.tell))
            return
        }
        do throws(SpoolProblem) {
            let posting = try await Posting.begin(
                on: spool, through: route, connection, sender, keep: workspace.settings.keep, news: watch.tell)
            kind = .spooled(posting, spool)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Whether letters are kept until they are sent.
    var hasSpool: Bool { if case .spooled = kind { true } else { false } }

    /// Whether nobody sends what is left in the spool.
    var isForgotten: Bool { if case .spooled(let posting, _) = kind { isLeft && !posting.isServed } else { false } }

    /// Renders and composes a submission.
    ///
    /// - Returns: The submission, or all that hinders it.
    func compose(_ record: Record) async throws(CommandFailure) -> Result<Submission, Mismatches> {
        do throws(SpoolProblem) {
            switch kind {
            case .spooled(let posting, _): return try await posting.compose(record)
            case .direct:
                do throws(Mismatches) {
                    return .success(try Submission(record, through: route, now: .now))
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Submissions that nothing but their sending is left to do for.
    struct Placed: Sendable {
        /// In the spool, where there is one.
        fileprivate var submissions: [Submission]
        /// What hinders the others too.
        fileprivate(set) var failure: CommandFailure?
    }

    /// Puts submissions into the spool, each with its key where it has one; without a spool there is nothing to do.
    func place(_ submissions: [(submission: Submission, key: SubmissionKey?)]) async -> Placed {
        switch kind {
        case .direct: Placed(submissions: submissions.map(\.submission))
        case .spooled(let posting, _): await put(submissions, posting)
        }
    }

    /// Sends submissions that were placed, and reports what becomes of their messages.
    ///
    /// - Throws: What hinders the others too; what was put into the spool is safe there.
    func send(_ placed: Placed) async throws(CommandFailure) {
        switch kind {
        case .direct(let courier): await report.deliver(placed.submissions.flatMap(\.messages), by: courier)
        case .spooled where isLeft:
            for message in placed.submissions.flatMap(\.messages) { report.tellLeft(message) }
        case .spooled(let posting, _):
            do throws(SpoolProblem) {
                try await posting.deliver(placed.submissions) { report.tell($0, $1) }
            } catch {
                throw placed.failure ?? CommandFailure(error)
            }
        }
        if let failure = placed.failure { throw failure }
    }

    func end() async {
        switch kind {
        case .spooled(let posting, let spool):
            await posting.end()
            await spool.close()
        case .direct(let courier): await courier.close()
        }
    }

    /// Puts submissions into the spool, all at once: they share its syncs.
    ///
    /// - Returns: Those that are new there; the others are reported as they stand.
    private func put(
        _ submissions: [(submission: Submission, key: SubmissionKey?)], _ posting: Posting
    ) async -> Placed {
        let isLeft = isLeft
        let standings = await withTaskGroup(of: (Int, Posting.Standing).self) { group in
            for (number, entry) in submissions.enumerated() {
                group.addTask { (number, await posting.put(entry.submission, key: entry.key, isLeft: isLeft)) }
            }
            return await group.reduce(into: [Int: Posting.Standing]()) { $0[$1.0] = $1.1 }
        }
        var placed = Placed(submissions: [])
        for (number, entry) in submissions.enumerated() {
            guard let standing = standings[number] else { continue }
            switch standing {
            case .new: placed.submissions.append(entry.submission)
            case .repeated(let before):
                for (message, summary) in zip(entry.submission.messages, before) {
                    report.tell(message.standing(for: summary), summary.receipt)
                }
            case .conflict(let id):
                let key = entry.key?.key ?? ""
                report.tell(
                    CommandFailure(
                        .data, "key-conflict", "the idempotency key '\(key)' came with other data before, as \(id)",
                        help: "use another key for other data; 'router queue show \(id)' shows what it made"))
            case .failed(let problem): placed.failure = placed.failure ?? CommandFailure(problem)
            }
        }
        // What is in the spool is sent all the same.
        return placed
    }
}

extension Message {
    /// The message that an earlier call made, as far as this one's looks tell.
    fileprivate func standing(for summary: MessageSummary) -> Message {
        var message = self
        message.submission = summary.submission.description
        message.letter = Letter(
            id: summary.id.description, messageID: summary.messageID, sender: summary.sender,
            recipients: summary.recipients.map(\.address), content: letter.content)
        return message
    }
}
