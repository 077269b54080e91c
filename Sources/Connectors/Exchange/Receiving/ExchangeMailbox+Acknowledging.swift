internal import Connecting

extension ExchangeMailbox {
    func acknowledge(_ identities: [String]) async throws(Failure) {
        _ = try opened()
        var rest = identities[...]
        while !rest.isEmpty {
            let items = rest.prefix(EWSLimits.changes).map { EWSItemID($0) }
            rest = rest.dropFirst(items.count)
            switch acknowledgement {
            case .keep: return
            case .seen: try await finish(items, UpdateItem(changes: items.map { .init(item: $0, fields: [.read]) }))
            case .flagged:
                try await finish(items, UpdateItem(changes: items.map { .init(item: $0, fields: [.flagged]) }))
            case .move:
                guard let target else { return }
                try await finish(items, MoveItem(items: items, folder: target))
            }
        }
    }

    private func finish<Operation: EWSOperation>(
        _ items: [EWSItemID], _ operation: Operation
    ) async throws(Failure) where Operation.Output == [Result<EWSItemID?, EWSRefusal>] {
        do throws(EWSProblem) {
            for case .failure(let refusal) in try await caller.call(operation) where !refusal.isGone {
                throw EWSProblem(EWSWords(settings).failure(refusal, to: Operation.name), refusal: refusal)
            }
        } catch {
            // One that never was an item's id may spoil all: then each is told for itself.
            guard error.isGone, items.count > 1 else {
                if error.isGone { return }
                throw error.failure
            }
            for item in items { try await acknowledgeAlone(item) }
        }
    }

    private func acknowledgeAlone(_ item: EWSItemID) async throws(Failure) {
        switch acknowledgement {
        case .keep: return
        case .seen: try await finish([item], UpdateItem(changes: [.init(item: item, fields: [.read])]))
        case .flagged: try await finish([item], UpdateItem(changes: [.init(item: item, fields: [.flagged])]))
        case .move:
            guard let target else { return }
            try await finish([item], MoveItem(items: [item], folder: target))
        }
    }
}
