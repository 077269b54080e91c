internal import Glibc

/// Hears of files that appear in folders of this machine (inotify).
struct FolderWatch: ~Copyable {
    /// Is readable when something has appeared.
    let descriptor: Int32

    /// Nine events of the longest names.
    private static let space = 9 * 288

    /// - Returns: `nil` where the machine can't tell, or has told too many already.
    init?(_ folders: [String]) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        for folder in folders where inotify_add_watch(descriptor, folder, UInt32(IN_CREATE | IN_MOVED_TO)) < 0 {
            close(descriptor)
            return nil
        }
    }

    deinit {
        close(descriptor)
    }

    /// Takes what has been heard so far.
    ///
    /// - Parameter isNews: Whether a name is news.
    /// - Returns: Whether there was news.
    func drain(_ isNews: (String) -> Bool) -> Bool {
        var hasNews = false
        withUnsafeTemporaryAllocation(byteCount: Self.space, alignment: 8) { space in
            while true {
                let count = read(descriptor, space.baseAddress, space.count)
                guard count > 0 else { return }
                var place = 0
                // wd, mask, cookie and length, four bytes each; then the name, with zeros behind it.
                while place + 16 <= count {
                    let watch = space.loadUnaligned(fromByteOffset: place, as: Int32.self)
                    let length = Int(space.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
                    let name = space[(place + 16)..<min(count, place + 16 + length)].prefix { $0 != 0 }
                    // Without a watch: events were lost.
                    if watch < 0 || isNews(String(decoding: name, as: UTF8.self)) { hasNews = true }
                    place += 16 + length
                }
            }
        }
        return hasNews
    }
}
