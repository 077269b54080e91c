internal import Glibc
internal import Synchronization

/// libcurl and what it needs take longer to load than a letter takes to compose.
package enum LibraryLoading {
    private static let hasBegun = Mutex(false)

    /// Begins to load and set up what sessions need, on a thread of its own; who opens one before that is done waits for it.
    package static func begin() {
        hasBegun.withLock { $0 = true }
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { _ in
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                _ = EasyHandle.isReady
                return nil
            }, nil)
        if result == 0 { pthread_detach(thread) }
    }

    /// Waits until what has begun is done: the libraries must not be cleaned up while they are being set up.
    package static func end() {
        if hasBegun.withLock({ $0 }) { _ = EasyHandle.isReady }
    }
}
