import Attributes
import Spool

/// A canary that was sent.
struct CanaryFlight: Hashable, Sendable {
    /// What it is known by.
    var token: String
    var time: Instant
}

/// The last canary that came.
struct CanarySighting: Hashable, Sendable {
    /// When it was sent.
    var flight: Instant
    /// When it came.
    var time: Instant
}

/// What the spool knows of a route's canaries: two notes, one written by who sends, the other by who reads.
struct CanaryLog: Sendable {
    /// How many are remembered that were sent: one that comes later than so many others is a letter like any.
    private static let remembered = 5

    private let sentKey: String
    private let seenKey: String
    private let spool: any Spool

    init(route: String, _ spool: any Spool) {
        sentKey = "canary:\(route)"
        seenKey = "canary-seen:\(route)"
        self.spool = spool
    }

    /// The last ones that were sent, the newest first.
    func flights() async throws(SpoolProblem) -> [CanaryFlight] {
        guard let note = try await spool.note(sentKey) else { return [] }
        return note.text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 2, let time = Int64(words[1]) else { return nil }
            return CanaryFlight(token: String(words[0]), time: Self.instant(time))
        }
    }

    func sighting() async throws(SpoolProblem) -> CanarySighting? {
        guard let note = try await spool.note(seenKey), let flight = Int64(note.text) else { return nil }
        return CanarySighting(flight: Self.instant(flight), time: note.time)
    }

    /// Takes the right to send the next one, which one process gets.
    ///
    /// - Returns: Its token; `nil` when it is not time yet, or another process was first.
    func take(every pause: Duration, now: Instant) async throws(SpoolProblem) -> String? {
        let before = try await flights()
        if let last = before.first, now - last.time < pause { return nil }
        var generator = SystemRandomNumberGenerator()
        let token = (0..<2).map { _ in String(generator.next(), radix: 16) }.joined(separator: "-")
        let lines = ([CanaryFlight(token: token, time: now)] + before).prefix(Self.remembered).map {
            "\($0.token) \(Self.number($0.time))"
        }
        let note = Note(lines.joined(separator: "\n"), time: now)
        return try await spool.write(note, key: sentKey, unlessAfter: now + (.zero - pause)) ? token : nil
    }

    /// Writes down that one has come.
    ///
    /// - Returns: When it was sent; `nil` for a token that is none of ours.
    func saw(_ token: String, now: Instant) async throws(SpoolProblem) -> Instant? {
        guard let flight = try await flights().first(where: { $0.token == token }) else { return nil }
        // One that comes behind a later one tells nothing new.
        if let last = try await sighting(), last.flight > flight.time { return flight.time }
        try await spool.write(Note("\(Self.number(flight.time))", time: now), key: seenKey)
        return flight.time
    }

    private static func number(_ time: Instant) -> Int64 { time.seconds * 1000 + Int64(time.nanoseconds / 1_000_000) }

    private static func instant(_ milliseconds: Int64) -> Instant {
        var time = Instant(seconds: milliseconds / 1000)
        time.nanoseconds = .init(milliseconds % 1000) * 1_000_000
        return time
    }
}
