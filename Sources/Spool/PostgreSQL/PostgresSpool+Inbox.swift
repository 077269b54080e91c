package import Attributes

extension PostgresSpool {
    private var notYet: SpoolProblem {
        SpoolProblem(
            .refused, at: place, "does not keep what comes in yet", remedy: "name an SQLite file in 'spool:'")
    }

    package func take(_ folder: FolderName, for owner: Owner) async throws(SpoolProblem) -> FolderState? {
        throw notYet
    }
    package func giveBack(_ folder: FolderName, of owner: Owner) async throws(SpoolProblem) { throw notYet }
    package func note(
        _ sighting: FolderSighting, of folder: FolderName, by owner: Owner
    ) async throws(SpoolProblem) { throw notYet }
    package func folders() async throws(SpoolProblem) -> [FolderState] { throw notYet }
    package func forget(_ folder: FolderName, identities: [String]?) async throws(SpoolProblem) -> Int { throw notYet }
    package func known(_ identities: [String], in folder: FolderName) async throws(SpoolProblem) -> Set<String> {
        throw notYet
    }
    package func store(
        _ arrivals: [NewArrival], from folder: FolderName, cursor: String?, for owner: Owner
    ) async throws(SpoolProblem) -> [StoredArrival] { throw notYet }
    package func acknowledged(_ identities: [String], in folder: FolderName) async throws(SpoolProblem) { throw notYet }
    package func unacknowledged(
        in folder: FolderName, limit: Int
    ) async throws(SpoolProblem) -> [UnacknowledgedArrival] { throw notYet }
    package func claimArrivals(
        routes: [String]?, limit: Int, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedArrival] { throw notYet }
    package func releaseArrivals(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem) { throw notYet }
    @discardableResult
    package func prepare(
        _ arrivals: [PreparedArrival], of owner: Owner
    ) async throws(SpoolProblem) -> [ArrivalState?] { throw notYet }
    package func claimHandlings(
        target: String, limit: Int, now: Instant, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedHandling] { throw notYet }
    package func releaseHandlings(_ handlings: [HandlingID], of owner: Owner) async throws(SpoolProblem) {
        throw notYet
    }
    @discardableResult
    package func record(
        _ outcomes: [HandlingOutcome], of owner: Owner
    ) async throws(SpoolProblem) -> [ArrivalState?] { throw notYet }
    package func handlingsDue() async throws(SpoolProblem) -> [String: Instant] { [:] }
    package func arrivalNews() -> AsyncStream<Void> { board.read() }
    package func arrivals(_ filter: ArrivalFilter, _ page: Page) async throws(SpoolProblem) -> [ArrivalSummary] { [] }
    package func arrival(_ id: UUIDv7) async throws(SpoolProblem) -> ArrivalStory? { nil }
    package func raw(of id: UUIDv7) async throws(SpoolProblem) -> RawLetter? { nil }
    package func arrivalTally() async throws(SpoolProblem) -> [ArrivalTally] { [] }
    package func threads(of messageIDs: [String]) async throws(SpoolProblem) -> [String: String] { [:] }
    package func retryArrivals(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [ArrivalDecision] {
        throw notYet
    }
    package func mark(_ ids: [UUIDv7], needsProcessing: Bool) async throws(SpoolProblem) -> [ArrivalDecision] {
        throw notYet
    }
    package func markThread(_ thread: String, needsProcessing: Bool) async throws(SpoolProblem) -> Int { throw notYet }
    package func link(_ id: UUIDv7, _ link: ArrivalLink) async throws(SpoolProblem) -> ArrivalDecision { throw notYet }
    package func purgeArrivals(now: Instant, limit: Int) async throws(SpoolProblem) -> Int { 0 }
}
