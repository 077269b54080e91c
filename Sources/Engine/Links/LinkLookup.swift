import Attributes
import Glibc
import Synchronization

/// The keys that a table has: read when they are first asked for, and again when the file has changed.
final class LinkLookup: Sendable {
    struct Problem: Error {
        var words: String
        var help: String
    }

    /// What tells a file from its successor.
    private struct Stamp: Hashable {
        var device: UInt64
        var file: UInt64
        var size: Int64
        var times: [UInt8]
    }

    private struct State {
        var stamp: Stamp?
        var keys: Set<String> = []
        var problem: Problem?
    }

    private let path: String
    private let key: String
    private let state = Mutex(State())

    init(path: String, key: String) {
        self.path = path
        self.key = key
    }

    /// Why the table can't be used, now.
    var problem: Problem? {
        state.withLock {
            refresh(&$0)
            return $0.problem
        }
    }

    /// Whether the table has a key; `nil` when it never was right.
    ///
    /// When the file is wrong for a while, what it said before holds.
    func has(_ value: String) -> Bool? {
        state.withLock {
            refresh(&$0)
            return $0.stamp == nil ? nil : $0.keys.contains(value)
        }
    }

    private func refresh(_ state: inout State) {
        let stamp = Self.stamp(of: path)
        if let stamp, stamp == state.stamp, state.problem == nil { return }
        do throws(Problem) {
            state.keys = try read()
            state.stamp = stamp
            state.problem = nil
        } catch {
            state.problem = error
        }
    }

    private func read() throws(Problem) -> Set<String> {
        let text: String
        do throws(TextFile.Problem) {
            text = try TextFile.read(path, limit: LinkTable.limit)
        } catch {
            throw Problem(words: error.words, help: "paths are relative to the workspace")
        }
        do throws(LinkTable.Problem) {
            return path.hasSuffix(".json") ? try LinkTable.keys(ofJSON: text, key) : try LinkTable(text).column(key)
        } catch {
            throw Problem(words: error.words, help: error.help)
        }
    }

    private static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            device: UInt64(status.st_dev), file: UInt64(status.st_ino), size: Int64(status.st_size),
            // As bytes: with the static standard library `timespec` belongs to a module that can't be imported.
            times: withUnsafeBytes(of: status.st_mtim) { Array($0) } + withUnsafeBytes(of: status.st_ctim) { Array($0) }
        )
    }
}
