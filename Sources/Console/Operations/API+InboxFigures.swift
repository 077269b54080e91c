import Attributes
import Engine
import Spool

extension API {
    /// What came in, and whether mailboxes are read.
    func inboxFigures(_ page: inout MetricsText) async {
        Self.figures(of: await inbox.tallies(), now: .now, &page)
        Self.figures(of: await inbox.folders(), now: .now, &page)
        Self.figures(of: await inbox.canaryHealth(), now: .now, &page)
    }

    static func figures(of tallies: [ArrivalTally], now: Instant, _ page: inout MetricsText) {
        let tallies = tallies.sorted { ($0.route, $0.state.rawValue) < ($1.route, $1.state.rawValue) }
        page.begin("router_arrivals", .gauge, "Letters that came in and are kept, by state.")
        for tally in tallies { page.sample("router_arrivals", tally.labels, tally.count) }
        page.begin("router_arrivals_oldest_seconds", .gauge, "How long the oldest of them has been there.")
        for tally in tallies where tally.state != .delivered {
            page.sample("router_arrivals_oldest_seconds", tally.labels, max(0, (now - tally.oldest) / .seconds(1)))
        }
        let routes = InboxCounts(tallies).byRoute
        page.begin(
            "router_arrivals_unhandled_oldest_seconds", .gauge,
            "How long the oldest letter has waited that not all handlers have; 0 when none waits.")
        for (route, counts) in routes {
            page.sample(
                "router_arrivals_unhandled_oldest_seconds", ["route": route],
                counts.oldestNew.map { max(0, (now - $0) / .seconds(1)) } ?? 0)
        }
        page.begin("router_arrivals_unprocessed", .gauge, "Letters that still need processing.")
        for (route, counts) in routes {
            page.sample("router_arrivals_unprocessed", ["route": route], counts.unprocessed)
        }
    }

    static func figures(of canaries: [CanaryHealth], now: Instant, _ page: inout MetricsText) {
        page.begin("router_canary_well", .gauge, "1 while the letters that a route sends to itself come back.")
        for canary in canaries where canary.standing != .waiting {
            page.sample("router_canary_well", ["route": canary.route], canary.standing == .well ? 1 : 0)
        }
        page.begin("router_canary_round_trip_seconds", .gauge, "How long the last one was on its way.")
        for canary in canaries {
            guard let roundTrip = canary.roundTrip else { continue }
            page.sample("router_canary_round_trip_seconds", ["route": canary.route], max(0, roundTrip / .seconds(1)))
        }
        page.begin("router_canary_seen_age_seconds", .gauge, "How long ago the last one came.")
        for canary in canaries {
            guard let last = canary.lastSeen else { continue }
            page.sample("router_canary_seen_age_seconds", ["route": canary.route], max(0, (now - last) / .seconds(1)))
        }
    }

    static func figures(of folders: [FolderLiveness], now: Instant, _ page: inout MetricsText) {
        page.begin("router_folder_read", .gauge, "1 while a mailbox's folder is read: it was looked at lately.")
        for folder in folders { page.sample("router_folder_read", folder.labels, folder.isRead ? 1 : 0) }
        page.begin("router_folder_success_age_seconds", .gauge, "How long ago a look at the folder last worked.")
        for folder in folders {
            guard let last = folder.lastSuccess else { continue }
            page.sample("router_folder_success_age_seconds", folder.labels, max(0, (now - last) / .seconds(1)))
        }
        page.begin("router_folder_backlog", .gauge, "Letters that wait in the folder to be fetched.")
        for folder in folders {
            guard let backlog = folder.backlog else { continue }
            page.sample("router_folder_backlog", folder.labels, backlog)
        }
    }
}

extension ArrivalTally {
    fileprivate var labels: MetricsText.Labels { ["route": route, "state": state.rawValue] }
}

extension FolderLiveness {
    fileprivate var labels: MetricsText.Labels { ["connection": folder.connection, "folder": folder.folder] }
}
