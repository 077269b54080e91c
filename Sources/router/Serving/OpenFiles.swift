import Glibc

/// How many files and sockets the process may have open.
enum OpenFiles {
    /// What the spool, the sessions with mail servers, and all else but clients take at most.
    private static let reserve = 256
    private static let usual = 1_024

    /// Raises the limit as far as it goes without root.
    ///
    /// - Returns: How many clients may be connected, so that enough is left for the work.
    static func connectionsAfterRaising(atMost most: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return usual - reserve }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        let files = Int(clamping: limit.rlim_cur)
        return min(most, max(files / 4, files - reserve))
    }
}
