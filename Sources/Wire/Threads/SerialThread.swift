internal import Glibc

/// A thread that runs one actor's jobs, for work that blocks: Swift's own pool has as many threads as the machine has cores, and a
/// blocked one is lost to everybody.
///
///     actor Session {
///         private let thread: SerialThread
///         nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
///     }
///
/// The thread ends when the last reference is gone. It takes no signals; a write to a broken pipe is an error there and no SIGPIPE.
package final class SerialThread: SerialExecutor {
    private let jobs: JobQueue

    /// - Throws: `WireError` of kind `resources` when the machine gives no thread.
    package init() throws(WireError) {
        jobs = JobQueue()
        var thread = pthread_t()
        let context = Unmanaged.passRetained(jobs)
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                Unmanaged<JobQueue>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw WireError(.resources, "no thread could be started: \(String(cString: strerror(result)))")
        }
        pthread_detach(thread)
    }

    deinit {
        jobs.finish()
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        jobs.add(UnownedJob(job), on: self)
    }
}
