import Connecting

/// A batch of letters: written down, sent over one session, reported.
extension Courier {
    /// What a batch has at most where many letters wait.
    private static let largestBatch = 128

    /// One batch of a lane over one session.
    ///
    /// - Returns: Where its outcomes are being written down, and why no session could be had, when none could.
    func turn(in lane: Int) async -> (page: (any JournalPage)?, failure: Failure?) {
        let isAlone = workers == 1
        // Half of what is each worker's: at the end none has much to do while the others are done.
        let share = min(Self.largestBatch, max(Self.batch, queue.count(in: lane) / (2 * workers)))
        let taken = await take(share, from: lane)
        guard !taken.isEmpty else { return (nil, nil) }
        let session: any SendingSession
        let isFresh: Bool
        do throws(Failure) {
            (session, isFresh) = try await nextSession()
        } catch {
            giveBack(taken, to: lane)
            return (nil, error)
        }
        guard let (deliveries, page) = await begin(taken) else {
            idle.append(session)
            return (nil, nil)
        }
        let batch = BatchReport()
        let queue = queue
        await session.send(deliveries.map(\.delivery.letter), closing: { page?.closing(deliveries[$0].place) }) {
            [log] index, receipt in
            let (delivery, place) = deliveries[index]
            // Another session may be one too many, which a server may say only now: then those that there are take the letter.
            if isFresh, !isAlone, batch.isEmpty, let refusal = receipt.sessionRefusal {
                queue.keep(receipt, of: delivery)
                batch.refusal = refusal
                return
            }
            batch.insert(index)
            queue.noteReport()
            log?.add(receipt, of: delivery.letter, route: delivery.route)
            if let page { page.ended(place, receipt) } else { delivery.report(receipt) }
        }
        let left = deliveries.indices.filter { !batch.contains($0) }.map { deliveries[$0].delivery }
        // The server may have heard of the first that is left, and of none behind it.
        ended(deliveries.count - left.count + min(1, left.count), notBegun: max(0, left.count - 1))
        guard !left.isEmpty else {
            idle.append(session)
            return (page, nil)
        }
        await session.close()
        await page?.close()
        queue.putBack(left, to: lane)
        if let refusal = batch.refusal { return (nil, refusal) }
        guard isFresh, batch.isEmpty else { return (nil, nil) }
        return (
            nil,
            Failure(
                .connectionLost, .again, "the session ended before the first letter was begun",
                help: "try again; the server's log says why it hung up")
        )
    }

    /// Writes down that letters go out.
    ///
    /// - Returns: Those that may, with their places on the journal's page; `nil` when none may, which their deliveries were told.
    private func begin(
        _ taken: [Delivery]
    ) async -> (deliveries: [(delivery: Delivery, place: Int)], page: (any JournalPage)?)? {
        guard let journal else { return (taken.enumerated().map { ($1, $0) }, nil) }
        let page: any JournalPage
        do throws(Failure) {
            page = try await journal.begin(taken)
        } catch {
            ended(0, notBegun: taken.count)
            for delivery in taken { tell(delivery, Receipt(delivery.letter, all: .deferred, failure: error)) }
            return nil
        }
        var going: [(delivery: Delivery, place: Int)] = []
        for (place, delivery) in taken.enumerated() {
            if page.mayGo(place) {
                going.append((delivery, place))
            } else {
                ended(0, notBegun: 1)
                tell(delivery, Receipt(delivery.letter, all: .cancelled))
            }
        }
        guard !going.isEmpty else {
            await page.close()
            return nil
        }
        return (going, page)
    }

    /// Tells what became of a letter that no session has begun.
    func tell(_ delivery: Delivery, _ receipt: Receipt) {
        queue.noteReport()
        log?.add(receipt, of: delivery.letter, route: delivery.route)
        // What the journal refused, it knows.
        guard let journal, receipt.state != .cancelled, receipt.failure?.code != .spoolFailed else {
            return delivery.report(receipt)
        }
        journal.decided(delivery, receipt)
    }

    /// A session that was used before, or a fresh one.
    private func nextSession() async throws(Failure) -> (any SendingSession, isFresh: Bool) {
        if let session = idle.popLast() { return (session, false) }
        do throws(Failure) {
            let session = try await sender.open()
            news(.opened)
            return (session, true)
        } catch {
            log?.add(error)
            news(.notOpened(error))
            throw error
        }
    }
}

extension Receipt {
    /// Why a session is not wanted, when its first letter was answered with nothing but the server's goodbye.
    fileprivate var sessionRefusal: Failure? {
        recipients.allSatisfy { $0.state == .deferred && $0.reply?.code == 421 } ? failure : nil
    }
}
