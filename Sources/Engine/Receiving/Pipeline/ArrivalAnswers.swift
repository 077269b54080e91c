import Connecting
import MIME
import Spool

/// What letters need to have looked up, found out for many at once.
struct ArrivalAnswers: Sendable {
    private let workspace: Workspace
    private var messageIDs: Set<String> = []
    private var uids: Set<String> = []
    private var questions: Set<LinkQuestion> = []
    private var threads: [String: String] = [:]
    private var invitations: [String: SentInvitation] = [:]
    private var known: [LinkQuestion: Bool] = [:]
    /// The connections that gave no answer.
    private var silent: Set<String> = []

    init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    mutating func ask(_ new: LetterQuestions) {
        messageIDs.formUnion(new.messageIDs)
        uids.formUnion(new.uids)
        questions.formUnion(new.links)
    }

    /// Finds the answers; what can't be found out now is as if it were not known.
    mutating func find(in spool: any Spool, asking registries: RegistryDesk) async {
        if !messageIDs.isEmpty { threads = (try? await spool.threads(of: Array(messageIDs))) ?? [:] }
        for uid in uids {
            if let invitation = try? await SentMeetings.invitation(uid, in: spool) { invitations[uid] = invitation }
        }
        guard !questions.isEmpty else { return }
        let answers = await registries.ask(questions, in: workspace)
        known = answers.known
        silent = Set(answers.failures.keys)
    }

    /// Whether all that a letter needs to have looked up was found out.
    func isWhole(for letter: LetterQuestions) -> Bool {
        letter.links.allSatisfy { known[$0] != nil || !silent.contains($0.connection) }
    }

    var surroundings: ArrivalSurroundings {
        let (threads, invitations, known) = (threads, invitations, known)
        return ArrivalSurroundings(
            accounts: workspace.accounts, safeHTML: LetterTools.standard.safeHTML,
            meetings: LetterTools.standard.meetings,
            thread: { threads[$0] }, invitation: { invitations[$0] }, isKnown: { known[$0] })
    }
}
