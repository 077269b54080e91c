package import Connecting
internal import XML

extension ExchangeConnector {
    package func create(_ meeting: PlannedMeeting) async throws(Failure) -> MeetingIdentity {
        let operation = CreateItem(
            invitations: meeting.attendees.isEmpty ? "SendToNone" : "SendToAllAndSaveCopy",
            folder: settings.folder("calendar"), item: EWSMeeting.item(meeting))
        do throws(EWSProblem) {
            guard let id = try await call(operation) else {
                throw EWSProblem(
                    Failure(
                        .protocolViolation, .unknown, "\(settings.server) has made a meeting and does not say as what",
                        help: "look for it in the mailbox's calendar"))
            }
            return MeetingIdentity(id.id)
        } catch {
            throw error.settled
        }
    }

    package func update(
        _ identity: MeetingIdentity, to meeting: PlannedMeeting
    ) async throws(Failure) -> MeetingIdentity {
        let operation = UpdateItem(
            changes: [.init(item: EWSItemID(identity.id), fields: EWSMeeting.fields(meeting))],
            disposition: "SaveOnly",
            invitations: meeting.attendees.isEmpty ? "SendToNone" : "SendToAllAndSaveCopy", suppressesReceipts: false)
        do throws(EWSProblem) {
            switch try await call(operation).first {
            case .success(let id): return MeetingIdentity(id?.id ?? identity.id)
            case .failure(let refusal):
                throw EWSProblem(EWSWords(settings).failure(refusal, to: UpdateItem.name), refusal: refusal)
            case nil: return identity
            }
        } catch {
            throw error.failure
        }
    }

    package func cancel(_ identity: MeetingIdentity) async throws(Failure) {
        do throws(EWSProblem) {
            try await call(
                DeleteItem(
                    items: [EWSItemID(identity.id)], type: "MoveToDeletedItems", cancellations: "SendToAllAndSaveCopy"))
        } catch {
            throw error.failure
        }
    }

    package func answer(_ identity: String, with answer: MeetingAnswer) async throws(Failure) -> MeetingAnswerOutcome {
        do throws(EWSProblem) {
            // The item as it is now: reading it has given it another change key.
            let asked = GetItem(items: [EWSItemID(identity)], properties: [.field("item:ItemClass")])
            let item: EWSItemID
            switch try await call(asked).first {
            case .item(let element, _): item = EWSItemID(element["ItemId"]) ?? EWSItemID(identity)
            case .refused(let refusal):
                throw EWSProblem(EWSWords(settings).failure(refusal, to: GetItem.name), refusal: refusal)
            case nil: item = EWSItemID(identity)
            }
            try await call(AnswerMeeting(answer: answer, item: item))
        } catch {
            if error.isGone { return .gone(error.failure) }
            throw error.settled
        }
        switch answer.decision {
        case .accept: return .answered("accepted")
        case .tentative: return .answered("tentatively accepted")
        case .decline: return .answered("declined")
        }
    }
}

extension EWSProblem {
    /// The failure of something that must not be done twice.
    fileprivate var settled: Failure {
        guard mayBeDone, !isAnswered else { return failure }
        var failure = failure
        failure.message += "; it may have been done all the same"
        return failure
    }
}
