import Attributes
import Connecting
import Engine
import Spool

extension Operation {
    static let metrics = Operation(
        id: "metrics", method: "GET", path: "/metrics", summary: "Figures for Prometheus", scope: .read,
        outcomes: [Outcome(status: 200, summary: "The figures", type: "text/plain")]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        return Answer(200, .bytes(Array(await api.figures().utf8)), type: "text/plain; version=0.0.4; charset=utf-8")
    }
}

extension API {
    fileprivate func figures() async -> String {
        var page = MetricsText()
        let counts = service.tallies.all.sorted {
            ($0.key.route, $0.key.connection) < ($1.key.route, $1.key.connection)
        }
        page.begin("router_messages_accepted_total", .counter, "Messages taken into the spool.")
        for (key, counts) in counts {
            page.sample("router_messages_accepted_total", key.labels, counts.accepted)
        }
        page.begin("router_recipients_total", .counter, "Recipients by what an attempt made of them.")
        for (key, counts) in counts {
            for state in [RecipientState.sent, .deferred, .failed, .held] {
                page.sample(
                    "router_recipients_total",
                    ["route": key.route, "connection": key.connection, "state": state.rawValue],
                    counts.recipients[state] ?? 0)
            }
        }
        histogram("router_delivery_seconds", "From acceptance to the attempt that sent it.", counts, \.delivery, &page)
        histogram("router_attempt_seconds", "How long attempts took.", counts, \.attempt, &page)
        await queue(&page)
        await inboxFigures(&page)
        await connections(&page)
        process(&page)
        return page.text
    }

    private func histogram(
        _ name: String, _ help: String, _ counts: [(key: Tallies.Key, value: Tallies.Counts)],
        _ path: KeyPath<Tallies.Counts, Tallies.Histogram>, _ page: inout MetricsText
    ) {
        page.begin(name, .histogram, help)
        for (key, counts) in counts {
            let histogram = counts[keyPath: path]
            var sum = 0
            for (bound, count) in zip(Tallies.Histogram.bounds, histogram.buckets) {
                sum += count
                page.sample(
                    "\(name)_bucket",
                    ["route": key.route, "connection": key.connection, "le": MetricsText.printed(bound)], sum)
            }
            page.sample(
                "\(name)_bucket", ["route": key.route, "connection": key.connection, "le": "+Inf"], histogram.count)
            page.sample("\(name)_sum", key.labels, histogram.sum)
            page.sample("\(name)_count", key.labels, histogram.count)
        }
    }

    private func queue(_ page: inout MetricsText) async {
        let tallies = await backlog.tallies().sorted {
            ($0.route, $0.connection, $0.bus, $0.state.rawValue) < ($1.route, $1.connection, $1.bus, $1.state.rawValue)
        }
        page.begin("router_queue_messages", .gauge, "Messages in the spool that are not finished.")
        for tally in tallies { page.sample("router_queue_messages", tally.labels, tally.count) }
        page.begin("router_queue_oldest_seconds", .gauge, "How long the oldest of them has been there.")
        let now = Instant.now
        for tally in tallies {
            page.sample("router_queue_oldest_seconds", tally.labels, max(0, (now - tally.oldest) / .seconds(1)))
        }
    }

    private func connections(_ page: inout MetricsText) async {
        let health = await service.health().sorted { $0.key < $1.key }
        page.begin("router_circuit_open", .gauge, "1 while a connection keeps failing and its letters wait.")
        for (name, health) in health {
            page.sample("router_circuit_open", ["connection": name], health.circuit.isOpen ? 1 : 0)
        }
        page.begin("router_session_failures", .gauge, "Sessions in a row that could not be had.")
        for (name, health) in health {
            page.sample("router_session_failures", ["connection": name], health.circuit.failures)
        }
    }

    private func process(_ page: inout MetricsText) {
        if let free = readiness.freeBytes {
            page.add("router_spool_free_bytes", .gauge, "Room left on the spool's disk.", Double(free))
        }
        page.add(
            "process_start_time_seconds", .gauge, "When the process began, since 1970.", Double(began.seconds))
        guard let figures = ProcessFigures() else { return }
        page.add("process_cpu_seconds_total", .counter, "Processor time used.", figures.cpuSeconds)
        page.add("process_resident_memory_bytes", .gauge, "Memory in use.", Double(figures.residentBytes))
        page.add("process_open_fds", .gauge, "Open files and sockets.", Double(figures.openFiles))
    }
}

extension Tallies.Key {
    fileprivate var labels: MetricsText.Labels { ["route": route, "connection": connection] }
}

extension Tally {
    fileprivate var labels: MetricsText.Labels {
        ["route": route, "connection": connection, "bus": "\(bus)", "state": state.rawValue]
    }
}
