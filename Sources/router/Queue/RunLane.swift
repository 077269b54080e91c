import Attributes
import Connecting
import Engine
import MIME
import Spool

/// What a run has under way for one connection, and how that connection does.
struct RunLane {
    /// So many letters of a bus are in memory at most, and so many bytes of all.
    private static let capacity = 512
    private static let largestClaim = 128
    private static let byteCapacity = 64_000_000
    /// After so many letters in a row that found no way the others are spared.
    private static let tolerance = 3
    private static let firstPause = Duration.seconds(5)
    private static let longestPause = Duration.seconds(300)

    let name: String
    let courier: Courier
    /// Letters that were claimed and have not ended.
    private(set) var onTheWay = [0, 0, 0, 0]
    private var bytesOnTheWay = 0
    private var usualSize = 4096
    /// The buses on which a look found nothing to claim, since when nothing new was heard of.
    private var isDry = [false, false, false, false]
    /// Where the next look along a route begins.
    var cursor: UUIDv7?
    /// Whether a letter has got through to the server: until then one goes alone.
    private var works = false
    private var failures = 0
    /// Why letters find no way.
    private(set) var failure: Failure?
    /// When one letter tries again.
    private(set) var pausedUntil: ContinuousClock.Instant?

    init(_ name: String, _ courier: Courier) {
        self.name = name
        self.courier = courier
    }

    /// A look at a bus found less than there was room for.
    mutating func dried(_ bus: Int) { isDry[bus] = true }

    /// A look found nothing of what is meant on any bus.
    mutating func dried() { isDry = [true, true, true, true] }

    /// Something may have come.
    mutating func filled() { isDry = [false, false, false, false] }

    var isIdle: Bool { !onTheWay.contains { $0 > 0 } }

    /// The server can't be reached, or does not let us in.
    var isGivenUp: Bool { failure.map { failures >= Self.tolerance || $0.isHopeless } ?? false }

    /// How many letters of a bus may be claimed now; none until there is room for a good many.
    func room(_ bus: Int, now: ContinuousClock.Instant) -> Int {
        if isDry[bus] || pausedUntil.map({ $0 > now }) ?? false { return 0 }
        guard works else { return isIdle ? 1 : 0 }
        let count = min(
            Self.largestClaim, Self.capacity - onTheWay[bus], (Self.byteCapacity - bytesOnTheWay) / max(1, usualSize))
        return count == Self.largestClaim || onTheWay[bus] == 0 ? max(0, count) : 0
    }

    mutating func took(_ letters: [ClaimedLetter]) {
        for letter in letters {
            onTheWay[letter.bus] += 1
            bytesOnTheWay += letter.letter.content.size
        }
        if !letters.isEmpty {
            usualSize = max(1, letters.reduce(0) { $0 + $1.letter.content.size } / letters.count)
        }
    }

    mutating func settled(bus: Int, size: Int) {
        onTheWay[bus] -= 1
        bytesOnTheWay -= size
    }

    /// Learns from a letter's end how the connection does; a patient run tries it again after a while.
    mutating func heard(_ receipt: Receipt, isPatient: Bool) {
        guard let failure = receipt.noWay else {
            if receipt.state == .cancelled { return }
            works = true
            failures = 0
            self.failure = nil
            pausedUntil = nil
            return
        }
        works = false
        failures += 1
        self.failure = failure
        guard isPatient, isGivenUp else { return }
        var pause = failure.isHopeless ? Self.longestPause : Self.firstPause
        for _ in Self.tolerance..<max(Self.tolerance, min(failures, 32)) where pause < Self.longestPause {
            pause = pause * 2
        }
        pausedUntil = .now + min(pause, Self.longestPause)
    }
}

extension Failure {
    /// Nothing but a person mends it; a server may lock the account if it is tried on and on.
    fileprivate var isHopeless: Bool {
        switch code {
        case .authenticationRefused, .authenticationNotOffered, .settingsWrong: true
        default: false
        }
    }
}

extension Receipt {
    /// Why the letter did not even get to where its server speaks about it; `nil` when it did, or when the letter itself is at fault.
    fileprivate var noWay: Failure? {
        guard let failure, recipients.allSatisfy({ $0.reply == nil || $0.reply?.code == 421 }) else { return nil }
        return switch failure.code {
        case .hostNotFound, .connectionRefused, .timedOut, .connectionLost, .protocolViolation, .certificateRefused,
            .proxyRefused, .encryptionNotOffered, .authenticationRefused, .authenticationNotOffered, .settingsWrong,
            .verificationNotOffered, .notNow, .notWritable:
            failure
        case .senderRefused, .recipientRefused, .messageRefused, .outcomeUnknown, .fileUnreadable, .spoolFailed: nil
        }
    }
}
