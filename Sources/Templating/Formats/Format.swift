import Attributes

/// How a value becomes text: what follows the `:` of a placeholder.
enum Format: Sendable {
    /// No format: each type in its usual form; the text between the items of an array.
    case usual(separator: String)
    case date(DatePattern)
    case number(NumberPattern)
    /// `join("; ")`: what stands between the items of an array.
    case join(String)
    /// The value is HTML and stands as it is.
    case html
    /// The value is HTML, and its text is wanted: `html` in a plain body that was derived from an HTML one. Its flow sees to that.
    case textOfHTML
}

extension Format {
    func write(_ value: Value, as writing: Writing, into buffer: inout [UInt8]) {
        switch value {
        case .string(let text): buffer.append(text)
        case .number(let number):
            if case .number(let pattern) = self {
                pattern.write(number, in: writing.words, into: &buffer)
            } else {
                NumberPattern.writePlain(number, in: writing.words, into: &buffer)
            }
        case .boolean(let answer):
            buffer.append(answer ? writing.words.yes : writing.words.no)
        case .datetime(let instant): write(instant, as: writing, into: &buffer)
        case .duration(let duration): writing.words.write(duration, into: &buffer)
        case .period(let period): write(period, as: writing, into: &buffer)
        case .account(let account): buffer.append(account.name)
        case .list(let items):
            let separator =
                switch self {
                case .usual(let separator), .join(let separator): separator
                default: ", "
                }
            var isFirst = true
            for item in items where !item.isBlank {
                if !isFirst { buffer.append(separator) }
                write(item, as: writing, into: &buffer)
                isFirst = false
            }
        // The check let none of these into a text.
        case .nothing, .object, .map, .document: break
        }
    }

    private func write(_ instant: Instant, as writing: Writing, into buffer: inout [UInt8]) {
        let moment = Moment(instant, in: writing.zone)
        if case .date(let pattern) = self { return pattern.write(moment, in: writing.words, into: &buffer) }
        writing.words.date.write(moment, in: writing.words, into: &buffer)
        buffer.append(", ")
        writing.words.time.write(moment, in: writing.words, into: &buffer)
    }

    /// Two ends; on the same day the date stands once, and ends that look alike stand once.
    private func write(_ period: Period, as writing: Writing, into buffer: inout [UInt8]) {
        let start = buffer.count
        write(period.start, as: writing, into: &buffer)
        var end: [UInt8] = []
        let last = Moment(period.end, in: writing.zone)
        if case .date(let pattern) = self {
            pattern.write(last, in: writing.words, into: &end)
            if buffer[start...].elementsEqual(end) { return }
        } else if Moment(period.start, in: writing.zone).isSameDay(as: last) {
            if period.start == period.end { return }
            writing.words.time.write(last, in: writing.words, into: &end)
        } else {
            write(period.end, as: writing, into: &end)
        }
        buffer.append(" – ")
        buffer.append(contentsOf: end)
    }
}
