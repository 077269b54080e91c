package import Attributes
internal import Glibc
internal import Synchronization

/// Notes of one owner that a letter's last byte is about to go out, in a file that is mapped into memory.
///
/// A mark is a plain write to memory, so it costs nothing and survives the death of its process. It does not survive the death of
/// the machine: the file names the machine's start that it was made in. All calls may come from any thread.
///
///     0  magic, 8 bytes     16  the machine's start, 48 bytes     64  the owner's token, 48 bytes
///     8  overflow, 8 bytes  128 slots of 16 bytes: an id, its high half last; 0 for free
package final class WireMarks: Sendable {
    /// Letters whose ends may be on the wire at once; beyond that all letters of the owner's batches count as marked.
    package static let slots = 16_384
    private static let magic: UInt64 = 0x315F_6B72_616D_5F72
    private static let headerSize = 128
    private static let size = headerSize + slots * 16

    /// `@unchecked`: the memory lives as long as its owner, and is written to under the mutex only.
    private struct Memory: @unchecked Sendable {
        let base: UnsafeMutableRawPointer
    }

    private struct State {
        var free: [Int32]
        var used: [UUIDv7: Int32] = [:]
        var beyond: Set<UUIDv7> = []
    }

    package let path: String
    private let memory: Memory
    private let state: Mutex<State>

    /// Makes the file anew.
    init(at path: String, token: String, boot: String = Machine.boot) throws(SpoolProblem) {
        self.path = path
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .file(path, errno, "made") }
        defer { close(file) }
        // A hole in the file could not be filled when the disk is full, and the write to memory would kill the process.
        let failure = posix_fallocate(file, 0, off_t(Self.size))
        guard failure == 0 else {
            unlink(path)
            throw .file(path, failure, "made")
        }
        guard let base = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), base != MAP_FAILED else {
            throw .file(path, errno, "mapped into memory")
        }
        memory = Memory(base: base)
        state = Mutex(State(free: Array((0..<Int32(Self.slots)).reversed())))
        Self.write(boot, to: base + 16)
        Self.write(token, to: base + 64)
        base.storeBytes(of: Self.magic, as: UInt64.self)
    }

    deinit { munmap(memory.base, Self.size) }

    /// Notes that the letter's last byte is about to go out.
    package func set(_ id: UUIDv7) {
        state.withLock { state in
            guard state.used[id] == nil else { return }
            guard let slot = state.free.popLast() else {
                state.beyond.insert(id)
                return memory.base.storeBytes(of: UInt64(state.beyond.count), toByteOffset: 8, as: UInt64.self)
            }
            state.used[id] = slot
            let place = memory.base + Self.headerSize + Int(slot) * 16
            place.storeBytes(of: id.low, toByteOffset: 8, as: UInt64.self)
            // The low half stands there before the high one makes it a mark.
            atomicMemoryFence(ordering: .sequentiallyConsistent)
            place.storeBytes(of: id.high, as: UInt64.self)
            atomicMemoryFence(ordering: .sequentiallyConsistent)
        }
    }

    /// Takes the note back, when the outcome is recorded.
    package func clear(_ id: UUIDv7) {
        state.withLock { state in
            if let slot = state.used.removeValue(forKey: id) {
                (memory.base + Self.headerSize + Int(slot) * 16).storeBytes(of: 0, as: UInt64.self)
                state.free.append(slot)
            } else if state.beyond.remove(id) != nil {
                memory.base.storeBytes(of: UInt64(state.beyond.count), toByteOffset: 8, as: UInt64.self)
            }
        }
    }

    /// The letters that are noted now.
    var noted: Set<UUIDv7> { state.withLock { $0.beyond.union($0.used.keys) } }

    private static func write(_ text: String, to place: UnsafeMutableRawPointer) {
        for (offset, byte) in text.utf8.prefix(48).enumerated() {
            place.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
        }
    }

    /// What a dead owner's marks say.
    enum Finding: Equatable {
        /// These may have gone out, and no others.
        case marked(Set<UUIDv7>)
        /// They can't be trusted, for this reason: any letter on its way may have gone out.
        case unknown(String)

        func mayHaveGone(_ id: UUIDv7) -> Bool {
            switch self {
            case .marked(let ids): ids.contains(id)
            case .unknown: true
            }
        }

        /// Why a letter's outcome is not known, in one sentence without a full stop.
        var reason: String {
            switch self {
            case .marked: "the process ended while the letter's last bytes were on their way"
            case .unknown(let reason): reason
            }
        }
    }

    /// Reads the marks of an owner that is dead.
    static func read(_ path: String, token: String, boot: String = Machine.boot) -> Finding {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return .unknown("the process ended, and its notes about letters on their way are gone") }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: size)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
        let isWhole = bytes.withUnsafeBytes { count == size && $0.load(as: UInt64.self) == magic }
        guard isWhole, text(bytes[64..<112]) == token else {
            return .unknown("the process ended, and its notes about letters on their way are damaged")
        }
        guard text(bytes[16..<64]) == boot, boot != "unknown" else {
            return .unknown("the machine stopped while the letter was on its way")
        }
        return bytes.withUnsafeBytes { bytes in
            guard bytes.load(fromByteOffset: 8, as: UInt64.self) == 0 else {
                return .unknown("the process ended with too many letters on their way to note them all")
            }
            var ids: Set<UUIDv7> = []
            for offset in stride(from: headerSize, to: size, by: 16) {
                let high = bytes.load(fromByteOffset: offset, as: UInt64.self)
                if high != 0 {
                    ids.insert(UUIDv7(high: high, low: bytes.load(fromByteOffset: offset + 8, as: UInt64.self)))
                }
            }
            return .marked(ids)
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
