package import Attributes
package import Connecting
import MIME
package import Spool

/// Puts submissions into a spool and sees their letters through: what stands behind `router send`.
///
/// Where a service works on the same spool, it sends them, and this only waits; elsewhere this sends them itself, and nothing but them.
package final class Posting: Sendable {
    /// What became of a message so far.
    package typealias Report = @Sendable (Message, Receipt) -> Void

    /// What a submission is to the spool.
    package enum Standing: Sendable {
        case new
        /// The same came before: its messages as they are now.
        case repeated([MessageSummary])
        /// The key came with other data before.
        case conflict(submission: UUIDv7)
        case failed(SpoolProblem)
    }

    /// Whether a service sends what is put into the spool.
    package let isServed: Bool
    private let spool: any Spool
    private let owner: Owner
    private let route: SendRoute
    private let keep: Duration
    private let courier: Courier

    /// Begins to work on a spool.
    ///
    /// - Parameters:
    ///   - spool: Open.
    ///   - route: What all submissions go through.
    ///   - connection: The route's.
    ///   - sender: The connection's.
    ///   - keep: How long messages stay in the spool after their end.
    ///   - news: What the courier tells.
    /// - Returns: The way to send.
    /// - Throws: Why the spool can't be worked on.
    package static func begin(
        on spool: any Spool, through route: SendRoute, _ connection: Connection, _ sender: any Sender, keep: Duration,
        news: @escaping @Sendable (CourierNews) -> Void
    ) async throws(SpoolProblem) -> Posting {
        let isServed = try await spool.owners().contains { $0.hasPrefix(Service.name) }
        let owner = try await spool.register("router send")
        return Posting(spool, owner, isServed, route, connection, sender, keep, news)
    }

    private init(
        _ spool: any Spool, _ owner: Owner, _ isServed: Bool, _ route: SendRoute, _ connection: Connection,
        _ sender: any Sender, _ keep: Duration, _ news: @escaping @Sendable (CourierNews) -> Void
    ) {
        self.spool = spool
        self.owner = owner
        self.isServed = isServed
        self.route = route
        self.keep = keep
        courier = Courier(
            sender, sessions: connection.sessions, rate: connection.rate, log: connection.log,
            journal: SpoolJournal(spool, owner), news: news)
    }

    /// Renders and composes a submission, its meetings counted in the spool.
    ///
    /// - Returns: The submission, or all that hinders it.
    package func compose(_ record: Record) async throws(SpoolProblem) -> Result<Submission, Mismatches> {
        try await Submission.make(record, through: route, now: .now, countingIn: spool)
    }

    /// Puts a submission into the spool; from then on its letters survive whatever happens.
    ///
    /// - Parameters:
    ///   - submission: With at least one letter.
    ///   - key: Makes a repeated call give back the first one's messages.
    ///   - isLeft: Whether somebody else sends it.
    /// - Returns: What it is there now.
    package func put(
        _ submission: Submission, key: SubmissionKey? = nil, isLeft: Bool = false
    ) async -> Standing {
        guard let new = submission.spooled(through: route, key: key, application: route.application, keep: keep) else {
            return .new
        }
        do throws(SpoolProblem) {
            let claims = !isLeft && !isServed && !submission.hasFiles
            switch try await spool.put(new, claimedBy: claims ? owner : nil) {
            case .accepted: return .new
            case .repeated(let id, _): return .repeated(try await spool.messages(of: id))
            case .conflict(let id): return .conflict(submission: id)
            }
        } catch {
            return .failed(error)
        }
    }

    /// Sees messages through that were put into the spool, up to their first deferral.
    ///
    /// - Parameters:
    ///   - submissions: Those that were put there and not left.
    ///   - report: Called once for each message, from any thread.
    /// - Throws: Why the spool can't be asked any more; the letters are safe there.
    package func deliver(_ submissions: [Submission], _ report: @escaping Report) async throws(SpoolProblem) {
        if isServed { return try await follow(submissions, report) }
        var deliveries: [(message: Message, letter: Letter)] = []
        var foreign: [Submission] = []
        for submission in submissions {
            guard submission.hasFiles else {
                deliveries += submission.messages.map { ($0, $0.letter) }
                continue
            }
            // Every attempt sends what the spool has: the files that the data named may change.
            let ids = submission.messages.compactMap { UUIDv7($0.id) }
            let claimed = try await spool.claim(ids, for: owner)
            let byID = Dictionary(claimed.map { ($0.letter.id, $0) }, uniquingKeysWith: { first, _ in first })
            for message in submission.messages {
                guard let claimed = byID[message.id] else { continue }
                deliveries.append((message, claimed.letter))
            }
            // Another process was quicker.
            if claimed.count < ids.count { foreign.append(submission.without(Set(byID.keys))) }
        }
        let countdown = Countdown(deliveries.count)
        await courier.add(
            deliveries.map { message, letter in
                let history = DeliveryHistory(
                    accepted: message.rendered.draft.date, mayDouble: route.unknown == .retry)
                return Delivery(letter, route: route.name, bus: route.bus, history: history) { receipt in
                    report(message, receipt)
                    countdown.step()
                }
            })
        await countdown.end()
        try await follow(foreign, report)
    }

    /// Ends the work: letters that are still there are free for others.
    package func end() async {
        await courier.close()
        try? await spool.resign(owner)
    }

    /// Waits for what a service does with them.
    private func follow(_ submissions: [Submission], _ report: @escaping Report) async throws(SpoolProblem) {
        for submission in submissions {
            guard let id = UUIDv7(submission.id) else { continue }
            let byID = Dictionary(submission.messages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            var told: Set<UUIDv7> = []
            var pause = Duration.milliseconds(2)
            while told.count < submission.messages.count {
                for summary in try await spool.messages(of: id)
                where summary.state != .queued && summary.state != .sending && told.insert(summary.id).inserted {
                    if let message = byID[summary.id.description] { report(message, summary.receipt) }
                }
                guard told.count < submission.messages.count else { break }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(250))
            }
        }
    }
}

extension Submission {
    /// Whether a letter has a file that is read while it goes out.
    fileprivate var hasFiles: Bool {
        messages.contains { message in
            message.letter.content.pieces.contains { if case .bytes = $0 { false } else { true } }
        }
    }
}

extension MessageSummary {
    /// How far the message is, as an attempt would have told it.
    package var receipt: Receipt {
        Receipt(
            recipients: recipients.map { .init(address: $0.address, state: $0.state, reply: $0.reply) },
            failure: failure.flatMap { failure in
                Failure.Code(rawValue: failure.code).map { Failure($0, .again, failure.message, help: failure.help) }
            })
    }
}
