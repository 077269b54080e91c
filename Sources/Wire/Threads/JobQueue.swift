internal import Glibc

/// The jobs that wait for a thread: a mutex, a condition and what they guard.
///
/// `@unchecked`: everything mutable is touched under the mutex only.
final class JobQueue: @unchecked Sendable {
    /// A job keeps its executor alive until it has run.
    private struct Entry {
        let job: UnownedJob
        let thread: SerialThread
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Entry] = []
    private var isFinished = false

    init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func add(_ job: UnownedJob, on thread: SerialThread) {
        pthread_mutex_lock(mutex)
        waiting.append(Entry(job: job, thread: thread))
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    func finish() {
        pthread_mutex_lock(mutex)
        isFinished = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// The thread's life: runs jobs until `finish`.
    func run() {
        while let entries = take() {
            for entry in entries { entry.job.runSynchronously(on: entry.thread.asUnownedSerialExecutor()) }
        }
    }

    /// All that waits, in order; `nil` at the end.
    private func take() -> [Entry]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while waiting.isEmpty, !isFinished { pthread_cond_wait(condition, mutex) }
        guard !waiting.isEmpty else { return nil }
        defer { waiting = [] }
        return waiting
    }
}
