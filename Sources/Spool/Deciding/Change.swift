internal import Attributes
internal import Connecting

/// What a person, or a notice that came back, changes about a letter: the same in every spool.
struct Change: Sendable {
    /// Whether it may be made while an attempt runs.
    var isForLettersOnTheirWay = false
    /// Changes a letter, and tells how many recipients it was done for.
    let make: @Sendable (inout LetterProgress) -> Int

    static func retry(now: Instant) -> Change { Change { $0.retry(now: now) } }

    static let cancel = Change { $0.cancel() }

    static func bounce(_ recipient: String, _ reply: Reply) -> Change {
        Change(isForLettersOnTheirWay: true) { $0.bounce(recipient, reply) ? 1 : 0 }
    }

    /// Decides about one letter, and changes it when there is something to do.
    ///
    /// - Parameters:
    ///   - letter: As the spool has it; `nil` when it has none.
    ///   - onTheirWay: The letters that are being sent, with the attempts that each had before.
    /// - Returns: What came of it; the letter has to be written back only when it was done.
    func decide(about letter: inout (some DecidableLetter)?, _ onTheirWay: [Int64: Int]) -> Decision {
        guard var changed = letter else { return .unknown }
        guard isForLettersOnTheirWay || !changed.isOnItsWay(onTheirWay) else { return .beingSent }
        let count = make(&changed.progress)
        guard count > 0 else { return .nothingToDo(changed.progress.state) }
        // Who has claimed a letter that nobody is owed any more finds that out when it begins.
        if changed.progress.due == nil { changed.owner = 0 }
        letter = changed
        return .done(recipients: count, state: changed.progress.state)
    }
}

/// What of a letter's row decides about it, in either spool.
protocol DecidableLetter {
    var seq: Int64 { get }
    var owner: Int64 { get set }
    var progress: LetterProgress { get set }
}

extension DecidableLetter {
    /// Whether an attempt runs now.
    func isOnItsWay(_ letters: [Int64: Int]) -> Bool { owner != 0 && letters[seq] == progress.attempts }
}
