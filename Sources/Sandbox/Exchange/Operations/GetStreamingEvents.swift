internal import XML

/// An answer of many envelopes, which come when something happens.
///
/// QUIRK: servers write `m:Notification` and `m:SubscriptionId` here, where the schema says `t:`; clients look for what servers write.
struct EventStream {
    let desk: ExchangeDesk
    let ids: [String]
    /// Until the connection is closed by the server.
    let duration: Duration
    /// How often a quiet connection is told that it is alive.
    let beat: Duration

    /// - Throws: What is wrong with the request; a subscription that is not there is told in the stream.
    init(_ call: EWSCall, _ desk: ExchangeDesk, minute: Duration, beat: Duration) throws(EWSError) {
        guard call.version >= .exchange2010SP1 else { throw .schema("GetStreamingEvents is of Exchange2010_SP1.") }
        let minutes = call.request["ConnectionTimeout"].flatMap { Int($0.trimmed) } ?? 0
        guard (1...30).contains(minutes) else { throw .schema("ConnectionTimeout must be between 1 and 30.") }
        ids = call.request["SubscriptionIds"]?.children.map(\.trimmed) ?? []
        guard !ids.isEmpty else { throw .schema("SubscriptionIds is empty.") }
        self.desk = desk
        self.beat = beat
        duration = minute * minutes
    }

    /// Writes envelopes until the time is over, a subscription ends, or nobody reads any more.
    func run(_ write: ([UInt8]) async throws -> Void) async throws {
        let (number, signals) = desk.subscriptions.connect(Set(ids))
        let (duration, beat) = (duration, beat)
        let subscriptions = desk.subscriptions
        let clock = Task {
            let end = ContinuousClock.now + duration
            while !Task.isCancelled, ContinuousClock.now < end {
                try? await Task.sleep(for: min(beat, end - .now))
                subscriptions.signal(ContinuousClock.now < end ? .beat : .end, to: number)
            }
        }
        defer {
            clock.cancel()
            subscriptions.disconnect(number)
        }
        guard try await tell(isFirst: true, write) else { return }
        for await signal in signals {
            switch signal {
            case .news: guard try await tell(isFirst: false, write) else { return }
            case .beat: try await write(envelope { $0.element("m:ConnectionStatus", text: "OK") })
            case .end:
                try await write(envelope { $0.element("m:ConnectionStatus", text: "Closed") })
                return
            }
        }
    }

    /// Writes what has happened.
    ///
    /// - Returns: `false` when a subscription is gone and the connection with it.
    private func tell(isFirst: Bool, _ write: ([UInt8]) async throws -> Void) async throws -> Bool {
        var found: [(Subscription, [MailboxNews], Int)] = []
        var lost: [String] = []
        for id in ids {
            guard let subscription = try? desk.subscriptions.find(id), subscription.kind == .streaming,
                !subscription.isOverrun
            else {
                lost.append(id)
                continue
            }
            let since = subscription.watermark
            let (news, _) = desk.subscriptions.events(of: id, after: since, most: Subscription.mostWaiting)
            if !news.isEmpty { found.append((subscription, news, since)) }
        }
        guard lost.isEmpty else {
            try await write(refusal(lost))
            return false
        }
        if isFirst || !found.isEmpty {
            let told = found
            try await write(
                envelope { xml in
                    if !told.isEmpty {
                        xml.element("m:Notifications") { xml in
                            for (subscription, news, since) in told {
                                desk.writeEvents(subscription, news, since: since, isMore: false, &xml)
                            }
                        }
                    }
                    if isFirst { xml.element("m:ConnectionStatus", text: "OK") }
                })
        }
        return true
    }

    private func envelope(_ part: @escaping EWSReply.Part) -> [UInt8] {
        let reply = EWSReply(name: "GetStreamingEvents", messages: [.success(part)], container: nil)
        return EWSEnvelope.write(desk.version, declared: false) { reply.write(&$0) }
    }

    private func refusal(_ lost: [String]) -> [UInt8] {
        EWSEnvelope.write(desk.version, declared: false) { xml in
            xml.element("m:GetStreamingEventsResponse") { xml in
                xml.element("m:ResponseMessages") { xml in
                    xml.element("m:GetStreamingEventsResponseMessage", ["ResponseClass": "Error"]) { xml in
                        xml.element("m:MessageText", text: "The specified subscription was not found.")
                        xml.element("m:ResponseCode", text: "ErrorSubscriptionNotFound")
                        xml.element("m:DescriptiveLinkKey", text: "0")
                        xml.element("m:ErrorSubscriptionIds") { xml in
                            for id in lost { xml.element("m:SubscriptionId", text: id) }
                        }
                    }
                }
            }
        }
    }
}
