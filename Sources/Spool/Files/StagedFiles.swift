internal import Attributes
internal import Glibc
internal import Synchronization

/// Copies of files that the database does not know yet: they go with this value unless they are kept.
final class StagedFiles: Sendable {
    struct Source: Hashable, Sendable {
        var path: String
        var size: Int
    }

    struct Copy: Sendable {
        var name: String
        /// Holds the copy's lock.
        var descriptor: Int32
    }

    private struct State {
        var copies: [Source: Copy] = [:]
        /// Of letters that came in.
        var letters: [UUIDv7: Copy] = [:]
        var areKept = false
    }

    private let folder: PartsFolder
    private let state = Mutex(State())

    init(_ folder: PartsFolder) {
        self.folder = folder
    }

    func add(_ copy: Copy, for source: Source) { state.withLock { $0.copies[source] = copy } }

    func name(for source: Source) -> String? { state.withLock { $0.copies[source]?.name } }

    func add(_ copy: Copy, for letter: UUIDv7) { state.withLock { $0.letters[letter] = copy } }

    func name(for letter: UUIDv7) -> String? { state.withLock { $0.letters[letter]?.name } }

    /// The database knows those of these letters now, and none of the others.
    func keep(_ letters: Set<UUIDv7>) {
        let copies = state.withLock { state in
            defer { state.letters = [:] }
            return state.letters
        }
        for (letter, copy) in copies { end(copy, isKept: letters.contains(letter)) }
    }

    /// The database knows them now, or may.
    func keep() { state.withLock { $0.areKept = true } }

    deinit {
        state.withLock { state in
            for copy in state.copies.values { end(copy, isKept: state.areKept) }
            for copy in state.letters.values { end(copy, isKept: state.areKept) }
        }
    }

    private func end(_ copy: Copy, isKept: Bool) {
        if !isKept { unlink(folder.path(of: copy.name)) }
        close(copy.descriptor)
    }
}
