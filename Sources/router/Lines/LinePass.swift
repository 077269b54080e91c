/// Reads lines again that were checked, and makes sure that they are the same.
struct LinePass {
    private var reader: LineReader
    private var checked: ArraySlice<LineCheck.Chunk>
    private let name: String
    /// The last line that was given out; 0 before the first.
    private var lastLine = 0

    init(_ reader: LineReader, _ check: LineCheck, name: String) {
        self.reader = reader
        checked = check.chunks[...]
        self.name = name
    }

    /// The next lines, and which of them are wrong; `nil` behind the last that was checked.
    ///
    /// - Throws: When the file says something else by now.
    mutating func next() throws(CommandFailure) -> (chunk: LineChunk, bad: [UInt16])? {
        guard let expected = checked.popFirst() else { return nil }
        guard let chunk = try reader.next(), chunk.fingerprint == expected.fingerprint else {
            let done = lastLine > 0 ? "its lines up to \(lastLine) are done, as they were checked" : "nothing was sent"
            throw CommandFailure(
                .data, "data-changed",
                "'\(name)' was changed while it was sent: \(done), and none behind them was begun",
                help: "send the lines from \(lastLine + 1) on, from a file that stays as it is")
        }
        lastLine = chunk.lastLine
        return (chunk, expected.bad)
    }
}
