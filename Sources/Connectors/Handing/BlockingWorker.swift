internal import Connecting
internal import Wire

/// A thread for work on disks and processes, one job after the other.
actor BlockingWorker {
    private let thread: SerialThread

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// - Throws: `notNow` when the machine gives no thread.
    init() throws(Failure) {
        do throws(WireError) {
            thread = try SerialThread()
        } catch {
            throw Failure(
                .notNow, .again, "this machine has no thread left: \(error.detail)",
                help: "lower sessions:, or raise the machine's limits")
        }
    }

    func run<Result: Sendable>(_ job: @Sendable () throws(Failure) -> Result) throws(Failure) -> Result {
        try job()
    }
}
