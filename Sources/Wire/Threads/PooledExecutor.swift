internal import Synchronization

/// Runs one actor's jobs, one after the other, on whichever thread of a small pool is free.
///
/// For actors that block now and then and wait much longer in between: a waiting one holds no thread. Its threads take no signals, and
/// a write to a broken pipe is an error there and no SIGPIPE.
package final class PooledExecutor: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
    }

    private let state = Mutex(State())

    /// - Throws: `WireError` of kind `resources` when the machine gives no thread.
    package init() throws(WireError) {
        try ThreadPool.shared.prepare()
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if isFirst { ThreadPool.shared.add(self) }
    }

    /// All that waits, in order.
    func run() {
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs = [] }
                state.isRunning = !state.jobs.isEmpty
                return state.jobs
            }
            guard !jobs.isEmpty else { return }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }
}
