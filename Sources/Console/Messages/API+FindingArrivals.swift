import Attributes
import Diagnostics
import Engine
import Spool

extension API {
    /// The arrival of a path's id, as far as it is the caller's business.
    func arrival(of call: Call) async throws(Problem) -> ArrivalStory {
        let text = call.capture("id")
        guard let id = UUIDv7(text), let story = try await arrival(id, call) else { throw Self.noSuchArrival(text) }
        return story
    }

    func arrival(_ id: UUIDv7, _ call: Call) async throws(Problem) -> ArrivalStory? {
        do throws(SpoolProblem) {
            guard let story = try await service.spool.arrival(id),
                call.reaches(service.workspace.application(ofArrivals: story.arrival.route))
            else { return nil }
            return story
        } catch {
            throw Problem(error)
        }
    }

    /// A page of what the caller may see: with some applications only, the page of each of their routes, merged.
    func arrivals(
        _ filter: ArrivalFilter, _ page: Page, for token: AccessToken?
    ) async throws(Problem) -> [ArrivalSummary] {
        do throws(SpoolProblem) {
            guard let token, token.applications != nil else { return try await service.spool.arrivals(filter, page) }
            let workspace = service.workspace
            var arrivals: [ArrivalSummary] = []
            for route in Set(try await service.spool.arrivalTally().map(\.route))
            where token.reaches(workspace.application(ofArrivals: route)) && filter.route.map({ $0 == route }) ?? true {
                var own = filter
                own.route = route
                arrivals += try await service.spool.arrivals(own, page)
            }
            arrivals.sort { page.order == .newest ? $0.id > $1.id : $0.id < $1.id }
            return Array(arrivals.prefix(page.limit))
        } catch {
            throw Problem(error)
        }
    }

    static func noSuchArrival(_ id: String) -> Problem {
        Problem(
            404, "no-such-arrival", "There is no such arrival",
            "there is no arrival '\(Visible.shortened(id, to: 60))'; GET /v1/inbox lists those that are kept")
    }
}

extension Workspace {
    /// The application that a route's arrivals belong to.
    func application(ofArrivals route: String) -> String? { receiveRoutes[route]?.application }
}
