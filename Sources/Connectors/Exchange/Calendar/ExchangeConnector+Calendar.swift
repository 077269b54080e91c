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
}

extension EWSProblem {
    /// The failure of something that must not be done twice.
    var settled: Failure {
        guard mayBeDone, !isAnswered else { return failure }
        var failure = failure
        failure.message += "; it may have been done all the same"
        return failure
    }
}
