internal import Connecting
internal import Synchronization
internal import XML

/// Where the letters of one answer are put, by their place in it.
final class ExchangeShelf: Sendable {
    private struct State {
        var letters: [Int: FetchedLetter] = [:]
        var failure: Failure?
    }

    private let folder: String
    /// Bytes of a letter.
    fileprivate let largest: Int
    private let state = Mutex(State())

    init(folder: String, largest: Int = FetchedLetter.largest) {
        self.folder = folder
        self.largest = largest
    }

    /// A sink for another attempt: what the one before it brought is thrown away.
    func sink() -> any XMLSink {
        clear()
        return ExchangeLetterSink(self, folder)
    }

    func put(_ letter: FetchedLetter, at index: Int) { state.withLock { $0.letters[index] = letter } }

    func fail(_ failure: Failure) { state.withLock { $0.failure = failure } }

    var failure: Failure? { state.withLock { $0.failure } }

    func take(_ index: Int) -> FetchedLetter? { state.withLock { $0.letters.removeValue(forKey: index) } }

    /// Leaves nothing behind of what nobody took.
    func clear() {
        let left = state.withLock { state in
            defer { state = State() }
            return Array(state.letters.values)
        }
        for case .file(let path, _) in left { LetterSpill.remove(path) }
    }
}

/// Decodes letters while they come.
private final class ExchangeLetterSink: XMLSink {
    private let shelf: ExchangeShelf
    private let folder: String
    private var index = 0
    private var parts = Base64Parts()
    private var spill: LetterSpill?

    init(_ shelf: ExchangeShelf, _ folder: String) {
        self.shelf = shelf
        self.folder = folder
    }

    deinit { spill?.discard() }

    func begin(_ element: String, _ index: Int) {
        self.index = index
        parts = Base64Parts()
        spill = LetterSpill(folder: folder)
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws(XMLProblem) {
        let part: [UInt8]
        do { part = try parts.decode(bytes) } catch { throw XMLProblem(.sink, "has a letter that is no base64") }
        guard !part.isEmpty else { return }
        do throws(Failure) {
            try spill?.add(part)
        } catch {
            shelf.fail(error)
            throw XMLProblem(.sink, "can't be kept: \(error.message)")
        }
        if let size = spill?.size, size > shelf.largest {
            throw XMLProblem(.sink, "has a letter of more than \(shelf.largest) bytes")
        }
    }

    func end() throws(XMLProblem) {
        do { try parts.finish() } catch { throw XMLProblem(.sink, "has a letter that is no base64") }
        guard var spill = spill.take() else { return }
        do throws(Failure) {
            shelf.put(try spill.finish(), at: index)
        } catch {
            shelf.fail(error)
            throw XMLProblem(.sink, "can't be kept: \(error.message)")
        }
    }
}
