/// Takes a letter out of what follows DATA: until the dot that stands alone in a line, without the dots that were put in.
///
/// Line ends other than CRLF are remembered: what stands behind them would be another letter for a server that is less strict.
struct SMTPLetter {
    private enum State {
        case lineStart, text, carriageReturn, dot, dotCarriageReturn
    }

    private let limit: Int
    private var state = State.lineStart
    private(set) var bytes: [UInt8] = []
    private(set) var hasBareLineEnd = false
    /// It has more than the limit; the rest is not kept.
    private(set) var isTooLarge = false

    init(limit: Int) { self.limit = limit }

    /// Takes some bytes.
    ///
    /// - Returns: How many of them belong to the letter, when its end is among them; else `nil`, and all do.
    mutating func take(_ chunk: some Collection<UInt8>) -> Int? {
        for (index, byte) in chunk.enumerated() {
            switch (state, byte) {
            case (.lineStart, 0x2E): state = .dot
            case (.dot, 0x0D): state = .dotCarriageReturn
            case (.dotCarriageReturn, 0x0A): return index + 1
            case (.dotCarriageReturn, _):
                // The dot was one that was put in.
                keep(0x0D)
                hasBareLineEnd = true
                state = .text
                step(byte)
            default: step(byte)
            }
        }
        return nil
    }

    private mutating func step(_ byte: UInt8) {
        switch byte {
        case 0x0D:
            if state == .carriageReturn { hasBareLineEnd = true }
            state = .carriageReturn
        case 0x0A:
            if state != .carriageReturn { hasBareLineEnd = true }
            state = state == .carriageReturn ? .lineStart : .text
        default:
            if state == .carriageReturn { hasBareLineEnd = true }
            state = .text
        }
        keep(byte)
    }

    private mutating func keep(_ byte: UInt8) {
        if bytes.count < limit {
            bytes.append(byte)
        } else if !isTooLarge {
            isTooLarge = true
            bytes = []
        }
    }
}
