internal import Glibc

/// A few threads for what blocks, shared by many who each need one only now and then.
///
/// `@unchecked`: everything mutable is touched under the mutex only.
final class ThreadPool: @unchecked Sendable {
    /// So many may block at once; who comes later waits for one of them.
    static let limit = 32
    /// So many stay when there is nothing to do.
    static let kept = 4

    static let shared = ThreadPool()

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [PooledExecutor] = []
    private var threads = 0
    private var idle = 0

    private init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    /// Makes sure that there is a thread at all.
    ///
    /// - Throws: `WireError` of kind `resources` when the machine gives none.
    func prepare() throws(WireError) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard threads == 0 else { return }
        let result = start()
        guard result == 0 else {
            throw WireError(.resources, "no thread could be started: \(String(cString: strerror(result)))")
        }
    }

    /// Has the executor's jobs run, on any thread.
    func add(_ executor: PooledExecutor) {
        pthread_mutex_lock(mutex)
        waiting.append(executor)
        // Without another thread those that are there do it later.
        if idle < waiting.count, threads < Self.limit { _ = start() }
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Under the mutex.
    private func start() -> Int32 {
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { _ in
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                ThreadPool.shared.run()
                return nil
            }, nil)
        guard result == 0 else { return result }
        pthread_detach(thread)
        threads += 1
        return 0
    }

    private func run() {
        while let executor = take() { executor.run() }
    }

    /// - Returns: `nil` when this thread is one too many.
    private func take() -> PooledExecutor? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while waiting.isEmpty {
            guard idle < Self.kept else {
                threads -= 1
                return nil
            }
            idle += 1
            pthread_cond_wait(condition, mutex)
            idle -= 1
        }
        return waiting.removeFirst()
    }
}
