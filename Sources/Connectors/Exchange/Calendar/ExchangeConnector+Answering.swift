package import Connecting
internal import XML

extension ExchangeConnector {
    package func answer(
        _ request: ReceivedRequest, with answer: MeetingAnswer
    ) async throws(Failure) -> MeetingAnswerOutcome {
        do throws(EWSProblem) {
            try await say(answer, to: EWSItemID(request.identity))
        } catch {
            guard error.isGone else { throw error.settled }
            // It may be moved at this moment: so where it goes is looked at behind where it was.
            guard let target = request.movedTo, let messageID = request.messageID else { return .gone(error.failure) }
            do throws(EWSProblem) {
                guard let moved = try await find(messageID, in: target) else { return .gone(error.failure) }
                try await say(answer, to: moved)
            } catch {
                if error.isGone { return .gone(error.failure) }
                throw error.settled
            }
        }
        switch answer.decision {
        case .accept: return .answered("accepted")
        case .tentative: return .answered("tentatively accepted")
        case .decline: return .answered("declined")
        }
    }

    private func say(_ answer: MeetingAnswer, to known: EWSItemID) async throws(EWSProblem) {
        // The item as it is now: reading it has given it another change key.
        let asked = GetItem(items: [EWSItemID(known.id)], properties: [.field("item:ItemClass")])
        let item: EWSItemID
        switch try await call(asked).first {
        case .item(let element, _): item = EWSItemID(element["ItemId"]) ?? known
        case .refused(let refusal):
            throw EWSProblem(EWSWords(settings).failure(refusal, to: GetItem.name), refusal: refusal)
        case nil: item = known
        }
        try await call(AnswerMeeting(answer: answer, item: item))
    }

    /// A request that was moved has another id; its letter's Message-ID stays.
    ///
    /// MoveItem tells the new id (not before Exchange 2010), but whoever moved it may have died before it was written down; and people
    /// move things, too.
    private func find(_ messageID: String, in name: String) async throws(EWSProblem) -> EWSItemID? {
        let outcome: Result<EWSItemID?, EWSProblem>
        do throws(Failure) {
            outcome = try await callers.using { [settings] (caller) async throws(Failure) in
                let folder = try await ExchangeFolders(settings: settings, caller: caller).findOrMake(name)
                do throws(EWSProblem) {
                    let page = try await caller.call(
                        FindItem(
                            folder: folder, restriction: .equals(.field("message:InternetMessageId"), messageID),
                            limit: 10, descending: true))
                    return .success(page.items.first { $0.isMeetingRequest }?.id)
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw EWSProblem(error)
        }
        return try outcome.get()
    }
}
