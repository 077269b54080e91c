internal import Connecting
internal import XML

extension ExchangeMailbox {
    func fetch(
        _ items: [FolderItem], into folder: String, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) {
        _ = try opened()
        var batch: [Int] = []
        var size = 0
        for (index, item) in items.enumerated() {
            let own = item.size ?? 0
            if own > FetchedLetter.largest {
                try await tell(item, index, own, take)
                continue
            }
            if !batch.isEmpty, batch.count == EWSLimits.batchCount || size + own > EWSLimits.batch {
                try await get(batch, items, folder, take)
                batch = []
                size = 0
            }
            batch.append(index)
            size += own
        }
        if !batch.isEmpty { try await get(batch, items, folder, take) }
    }

    private func get(
        _ batch: [Int], _ items: [FolderItem], _ folder: String, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) {
        let operation = GetItem(items: batch.map { EWSItemID(items[$0].identity) }, includesMime: true)
        let shelf = ExchangeShelf(folder: folder)
        defer { shelf.clear() }
        let results: [GetItem.Result]
        do throws(EWSProblem) {
            results = try await caller.call(operation, streaming: ["MimeContent"], to: { shelf.sink() })
        } catch {
            if let failure = shelf.failure { throw failure }
            throw error.failure
        }
        // Answers come in the order of what was asked for.
        for (index, result) in zip(batch, results) {
            switch result {
            case .item(_, let stream):
                guard let letter = stream.flatMap(shelf.take) else {
                    take(index, .refused(withoutLetter))
                    continue
                }
                take(index, letter)
            case .refused(let refusal):
                if refusal.isGone { continue }
                let failure = EWSWords(settings).failure(refusal, to: GetItem.name)
                if refusal.isBusy { throw failure }
                take(index, .refused(failure))
            }
        }
    }

    private var withoutLetter: Failure {
        Failure(
            .protocolViolation, .again, "\(settings.server) gives an item without its letter",
            help: "look at it in the mailbox; it may be damaged")
    }

    /// A letter that is too large to be fetched is told of by its header.
    private func tell(
        _ item: FolderItem, _ index: Int, _ size: Int, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) {
        let asked = GetItem(
            items: [EWSItemID(item.identity)],
            properties: [.field("item:Subject"), .field("item:InternetMessageHeaders")])
        guard case .item(let element, _)? = try await ask(asked).first else { return }
        let fields = element["InternetMessageHeaders"]?.children.map { field in
            "\(field.attributes["HeaderName"] ?? "X"): \(field.text)"
        }
        let header = fields ?? ["Subject: \(element["Subject"]?.text ?? "")"]
        take(index, .tooLarge(size: size, header: Array((header.joined(separator: "\r\n") + "\r\n\r\n").utf8)))
    }
}
