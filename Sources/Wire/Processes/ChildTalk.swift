internal import Glibc

/// What is said to a child and heard from it until it has ended.
struct ChildTalk {
    private let process: pid_t
    private let input: [UInt8]
    private let outputLimit: Int
    /// Descriptors; -1 once closed.
    private var feeding: Int32
    private var hearing: Int32
    private var complaining: Int32
    private var fed = 0
    private(set) var output: [UInt8] = []
    private(set) var errors: [UInt8] = []
    private var isTooMuch = false

    /// Bytes of standard error that are kept.
    private static let errorLimit = 8_192
    /// A child that has ended may have left others behind that hold its pipes: so long they are listened to.
    private static let echo = Duration.seconds(1)

    init(_ process: pid_t, _ ends: PipeEnds, input: [UInt8], outputLimit: Int) {
        self.process = process
        self.input = input
        self.outputLimit = outputLimit
        feeding = ends.input.own
        hearing = ends.output.own
        complaining = ends.errors.own
        if input.isEmpty { Self.end(&feeding) }
    }

    /// Talks until the child has ended by itself or was ended.
    ///
    /// - Returns: Why it was ended; `nil` when it did so by itself.
    mutating func run(for timeout: Duration, patience: Duration) -> ChildProcess.Ending? {
        defer {
            Self.end(&feeding)
            Self.end(&hearing)
            Self.end(&complaining)
        }
        if talk(until: .now.advanced(by: timeout)) { return nil }
        let reason: ChildProcess.Ending = isTooMuch ? .tooMuch : .timedOut
        kill(-process, SIGTERM)
        Self.end(&feeding)
        _ = talk(until: .now.advanced(by: patience))
        // Also those whom it has left behind.
        kill(-process, SIGKILL)
        return reason
    }

    /// Waits for a child that has ended or was killed.
    ///
    /// - Returns: As `waitpid` gives it.
    func reap() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// - Returns: Whether it has ended; else the time is out, or it has said too much.
    private mutating func talk(until deadline: ContinuousClock.Instant) -> Bool {
        var wasTooMuch = isTooMuch
        var pause = Duration.milliseconds(1)
        var last: ContinuousClock.Instant?
        while true {
            if isTooMuch, !wasTooMuch { return false }
            wasTooMuch = isTooMuch
            let hasEnded = hasEnded
            let isSilent = hearing < 0 && complaining < 0
            if hasEnded, isSilent { return true }
            let now = ContinuousClock.now
            if hasEnded {
                last = last ?? now.advanced(by: Self.echo)
                if let last, now >= last { return true }
            } else if now >= deadline {
                return false
            }
            // The end of a child wakes nobody: a silent one is looked at more and more seldom.
            let longest = isSilent || hasEnded ? pause : .milliseconds(100)
            pause = min(pause * 2, .milliseconds(50))
            wait(min(longest, hasEnded ? Self.echo : deadline - now))
        }
    }

    /// Whether it has ended; it can still be waited for, so that nobody else gets its number.
    private var hasEnded: Bool {
        var information = siginfo_t()
        let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
        return result < 0 ? errno != EINTR : information.si_signo != 0
    }

    private mutating func wait(_ patience: Duration) {
        var entries = [
            pollfd(fd: hearing, events: Int16(POLLIN), revents: 0),
            pollfd(fd: complaining, events: Int16(POLLIN), revents: 0),
            pollfd(fd: feeding, events: Int16(POLLOUT), revents: 0),
        ]
        let parts = patience.components
        let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
        guard poll(&entries, 3, Int32(clamping: max(1, milliseconds))) > 0 else { return }
        if entries[0].revents != 0 { hear() }
        if entries[1].revents != 0 { hearComplaints() }
        if entries[2].revents != 0 { feed() }
    }

    private mutating func feed() {
        let count = input.withUnsafeBytes { write(feeding, $0.baseAddress?.advanced(by: fed), $0.count - fed) }
        if count > 0 { fed += count }
        // A program may end without having read all, or anything.
        let isOver = count < 0 && errno != EAGAIN && errno != EINTR
        if fed == input.count || isOver { Self.end(&feeding) }
    }

    private mutating func hear() {
        Self.read(&hearing) { bytes in
            // What follows on too much is thrown away.
            guard !isTooMuch else { return }
            output.append(contentsOf: bytes.prefix(outputLimit - output.count + 1))
            if output.count > outputLimit { isTooMuch = true }
        }
    }

    private mutating func hearComplaints() {
        Self.read(&complaining) { bytes in
            errors.append(contentsOf: bytes)
            if errors.count > 2 * Self.errorLimit { errors.removeFirst(errors.count - Self.errorLimit) }
        }
    }

    private static func read(_ descriptor: inout Int32, _ take: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { space in
            let count = Glibc.read(descriptor, space.baseAddress, space.count)
            if count > 0 {
                take(UnsafeRawBufferPointer(rebasing: space[..<count]))
            } else if count == 0 || errno != EAGAIN && errno != EINTR {
                end(&descriptor)
            }
        }
    }

    private static func end(_ descriptor: inout Int32) {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
