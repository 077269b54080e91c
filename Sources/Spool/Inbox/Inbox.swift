package import Attributes

/// The durable store of what came in: folders that are read, letters as they came, what handlers made of them.
///
///     let state = try await inbox.take(folder, for: owner)            // nobody else reads it now
///     let kept = try await inbox.store(arrivals, from: folder, …)     // survives power loss from here on
///     try await inbox.acknowledged(ids)                               // the mailbox knows it too
///     try await inbox.prepare(arrivals, of: owner)                    // understood: who is to get it
///     try await inbox.record(outcomes, of: owner)                     // what each handler said
///
/// What holds for `Spool` holds here: calls that come together share one transaction, and a call that throws has changed nothing.
package protocol Inbox: Sendable {
    // MARK: Folders

    /// Takes a folder for reading: nobody else has it until the owner gives it back, resigns or dies.
    ///
    /// Who has it may take it again, and so learns whether it was forgotten meanwhile: then there is no cursor any more.
    ///
    /// - Returns: What is known of it; `nil` when another one that lives has it.
    func take(_ folder: FolderName, for owner: Owner) async throws(SpoolProblem) -> FolderState?

    /// Gives a folder back.
    func giveBack(_ folder: FolderName, of owner: Owner) async throws(SpoolProblem)

    /// Writes down how a look at a folder went.
    func note(_ sighting: FolderSighting, of folder: FolderName, by owner: Owner) async throws(SpoolProblem)

    /// All folders that were ever taken, with who has them.
    func folders() async throws(SpoolProblem) -> [FolderState]

    /// Forgets what was loaded from a folder, or only the letters with these identities: they may be loaded again. The arrivals stay.
    ///
    /// The folder's cursor is forgotten too; one that a reader stores before it takes the folder again does not count.
    ///
    /// - Returns: How many letters were forgotten.
    func forget(_ folder: FolderName, identities: [String]?) async throws(SpoolProblem) -> Int

    // MARK: Arrivals

    /// Which of these letters were loaded from the folder before, whatever became of them since.
    func known(_ identities: [String], in folder: FolderName) async throws(SpoolProblem) -> Set<String>

    /// Stores letters as they came, and how far the folder was read; all of it or nothing.
    ///
    /// A letter whose identity is known, or whose Message-ID and digest are those of one that came by the same route before, is not
    /// stored again; its identity is then remembered, and waits to be acknowledged. One without a Message-ID is known by its identity
    /// only. Files are copied into the spool.
    ///
    /// - Parameters:
    ///   - arrivals: The new ones are the owner's, as if it had claimed them.
    ///   - folder: Which the owner has taken.
    ///   - cursor: From where to look next; `nil` leaves it as it is.
    ///   - owner: Has the new ones.
    /// - Returns: For each, in their order, whether it is new.
    /// - Throws: Why nothing was stored: among others that the folder is not the owner's any more.
    func store(
        _ arrivals: [NewArrival], from folder: FolderName, cursor: String?, for owner: Owner
    ) async throws(SpoolProblem) -> [StoredArrival]

    /// Notes that the mailbox knows that letters are stored.
    ///
    /// By identities, since letters that repeat others have no ids of their own.
    func acknowledged(_ identities: [String], in folder: FolderName) async throws(SpoolProblem)

    /// The identities of letters that are stored, or repeat others that were, and that the mailbox may not know of yet; in the order
    /// they were stored.
    func unacknowledged(in folder: FolderName, limit: Int) async throws(SpoolProblem) -> [UnacknowledgedArrival]

    // MARK: Handling

    /// Takes arrivals that are stored and that nobody has looked into yet; nobody else gets them.
    func claimArrivals(routes: [String]?, limit: Int, for owner: Owner) async throws(SpoolProblem) -> [ClaimedArrival]

    /// Gives back arrivals that were not looked into.
    func releaseArrivals(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem)

    /// Writes down what arrivals are, and who is to get them, or why nobody can; they are not the owner's any more.
    ///
    /// An arrival that was retried has its former handlings replaced, except for those that are done: each handler gets it once. What
    /// an error response and the message itself are does not count as the same.
    ///
    /// - Returns: The states, in the order of the arrivals; `nil` for one that is gone or was not the owner's.
    @discardableResult
    func prepare(_ arrivals: [PreparedArrival], of owner: Owner) async throws(SpoolProblem) -> [ArrivalState?]

    /// Takes handlings for a target that are due, in the order their arrivals were stored; nobody else gets them.
    func claimHandlings(
        target: String, limit: Int, now: Instant, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedHandling]

    /// Gives back handlings that were not begun.
    func releaseHandlings(_ handlings: [HandlingID], of owner: Owner) async throws(SpoolProblem)

    /// Writes down what handlers said; the handlings are not the owner's any more.
    ///
    /// What is done is written down also for an owner that was taken for dead, as long as nobody else has the handling: it is the truth.
    ///
    /// - Returns: The arrivals' states, in the order of the outcomes; `nil` for one that is gone or was not the owner's.
    @discardableResult
    func record(_ outcomes: [HandlingOutcome], of owner: Owner) async throws(SpoolProblem) -> [ArrivalState?]

    /// The targets that handlings wait for, with when the next one is due that nobody has: 1970 for one that is due since it came.
    func handlingsDue() async throws(SpoolProblem) -> [String: Instant]

    /// Tells that there may be something to claim here: at once, then whenever something came or became due by a decision.
    func arrivalNews() -> AsyncStream<Void>

    // MARK: Looking

    func arrivals(_ filter: ArrivalFilter, _ page: Page) async throws(SpoolProblem) -> [ArrivalSummary]
    func arrival(_ id: UUIDv7) async throws(SpoolProblem) -> ArrivalStory?
    /// The letter as it came.
    func raw(of id: UUIDv7) async throws(SpoolProblem) -> RawLetter?
    /// How many arrivals are in each state, by route.
    func arrivalTally() async throws(SpoolProblem) -> [ArrivalTally]
    /// The threads that these Message-IDs belong to: those of arrivals, and of letters that were sent, whose thread is their own
    /// Message-ID unless the letter's details say `"thread"`.
    func threads(of messageIDs: [String]) async throws(SpoolProblem) -> [String: String]

    // MARK: Deciding

    /// Makes what is quarantined be looked into again, and what failed at a handler or waits for its next attempt be handed over now.
    ///
    /// What is quarantined can't be retried while its error response is with a handler.
    func retryArrivals(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [ArrivalDecision]
    /// Sets or clears `needsProcessing`, for arrivals or for all of a thread; only arrivals that were looked into and have it.
    func mark(_ ids: [UUIDv7], needsProcessing: Bool) async throws(SpoolProblem) -> [ArrivalDecision]
    /// - Returns: How many arrivals it was changed for.
    func markThread(_ thread: String, needsProcessing: Bool) async throws(SpoolProblem) -> Int
    /// Adds a link by hand; one that is there already stays. Clears `needsProcessing` when there is a contact.
    func link(_ id: UUIDv7, _ link: ArrivalLink) async throws(SpoolProblem) -> ArrivalDecision

    // MARK: Housekeeping

    /// Removes arrivals whose time to keep is over, with their bytes; what was loaded once stays known.
    ///
    /// The time counts from when an arrival was delivered, failed for good, or was quarantined and its error response is out. Call it
    /// again as long as it removes as many as it may.
    ///
    /// - Returns: How many were removed.
    func purgeArrivals(now: Instant, limit: Int) async throws(SpoolProblem) -> Int
}
