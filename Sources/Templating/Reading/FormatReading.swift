import Attributes
import Diagnostics

/// Reads what follows a placeholder's `:`, for the type that stands before it.
struct FormatReading {
    let spelling: Spelling
    let resolution: Resolution
    let place: Place
    /// Where in HTML the placeholder stands; `nil` outside HTML.
    let context: HTMLContext?

    /// The format, and what is to be warned of.
    func read() throws(Complaint) -> (format: Format, warning: Complaint?) {
        if spelling.brackets.style == .rawMustache, place == .html { return (try raw(), nil) }
        guard let format = spelling.format else {
            return (.usual(separator: place == .list ? "; " : ", "), nil)
        }
        if let separator = try join(format) {
            guard resolution.isArray else { throw misfit(format) }
            return (.join(separator), nil)
        }
        switch resolution.type {
        case .string where format.text == "html" && !resolution.isArray: return (try html(format), nil)
        case .datetime, .period: return try date(format)
        case .number: return (.number(try number(format)), nil)
        default: throw misfit(format)
        }
    }

    private func html(_ format: Spelling.Text) throws(Complaint) -> Format {
        if context == .text { return .html }
        throw Complaint(
            .placeholderFormat, format.range,
            place == .html ? "HTML can only be inserted between tags" : "HTML can only be inserted into an HTML body",
            help: "leave out :html")
    }

    /// `{{{Name}}}` says what `{Name:html}` says.
    private func raw() throws(Complaint) -> Format {
        let escaped = "{{\(spelling.pathText)\(spelling.fallback.map { "|\($0.text)" } ?? "")}}"
        if let format = spelling.format {
            throw Complaint(
                .placeholderFormat, format.range, "a value that is HTML takes no format",
                help: "write {{\(spelling.pathText):\(format.text)}}")
        }
        guard resolution.type == .string, !resolution.isArray else {
            let kind = resolution.isArray ? "an array of \(resolution.type.word)" : resolution.type.phrase
            throw Complaint(
                .placeholderFormat, spelling.range, "'\(spelling.pathText)' is \(kind), which is no HTML",
                help: "write \(escaped)")
        }
        guard context == .text else {
            throw Complaint(
                .placeholderFormat, spelling.range, "HTML can only be inserted between tags", help: "write \(escaped)")
        }
        return .html
    }

    /// The text between the quotes of `join("…")`, or `nil` when it is another format.
    private func join(_ format: Spelling.Text) throws(Complaint) -> String? {
        guard format.text.hasPrefix("join") else { return nil }
        let inner = format.text.dropFirst(4)
        guard inner.first == "(", inner.last == ")", let quote = inner.dropFirst().first, quote == "\"" || quote == "'",
            inner.dropLast().last == quote, inner.count >= 4, !inner.dropFirst(2).dropLast(2).contains(quote)
        else {
            throw Complaint(
                .placeholderFormat, format.range, "'\(format.text)' is not a join",
                help: "write \(spelling.mended(format: "join(\"; \")"))")
        }
        return String(inner.dropFirst(2).dropLast(2))
    }

    private func date(_ format: Spelling.Text) throws(Complaint) -> (Format, Complaint?) {
        do throws(DatePattern.Flaw) {
            let pattern = try DatePattern(reading: format.text)
            guard pattern.mistakesMinutesForMonths else { return (.date(pattern), nil) }
            let mended = format.text.replacing("m", with: "M")
            return (
                .date(pattern),
                Complaint(
                    .placeholderFormat, format.range, "'m' are minutes, and this pattern has no hour",
                    help: "write \(spelling.mended(format: mended)) for months", severity: .warning)
            )
        } catch {
            switch error {
            case .noDate: throw misfit(format)
            case .openQuote: throw openQuote(format)
            case .letter(let letter, let mended):
                throw Complaint(
                    .placeholderFormat, format.range, "'\(letter)' is no letter of a date pattern",
                    help: mended.map { "did you mean '\($0)'?" }
                        ?? "put words into quotes, as in \(spelling.mended(format: "d MMMM 'at' HH:mm"))")
            case .count(let run, let mended):
                throw Complaint(
                    .placeholderFormat, format.range, "'\(run)' means nothing in a date pattern",
                    help: "write at most '\(mended)'")
            }
        }
    }

    private func number(_ format: Spelling.Text) throws(Complaint) -> NumberPattern {
        do throws(NumberPattern.Flaw) {
            return try NumberPattern(reading: format.text)
        } catch {
            switch error {
            case .noDigits: throw misfit(format)
            case .openQuote: throw openQuote(format)
            case .order(let character):
                throw Complaint(
                    .placeholderFormat, format.range, "'\(character)' is out of place in a number pattern",
                    help: "write a pattern such as #,##0.00, and words in quotes: #,##0.00 'руб.'")
            }
        }
    }

    private func openQuote(_ format: Spelling.Text) -> Complaint {
        Complaint(
            .placeholderFormat, format.range, "a quote in the format is not closed", help: "write '' for an apostrophe")
    }

    /// A format of another type: the remedy shows one that fits.
    private func misfit(_ format: Spelling.Text) -> Complaint {
        var plain = spelling
        plain.format = nil
        let bare = plain.mended()
        let help: String
        if resolution.isArray, ![.datetime, .period, .number].contains(resolution.type) {
            help = "write \(spelling.mended(format: "join(\"; \")"))"
        } else {
            switch resolution.type {
            case .datetime, .period: help = "write a date pattern: \(spelling.mended(format: "dd.MM.yyyy HH:mm"))"
            case .number: help = "write a number pattern: \(spelling.mended(format: "#,##0.00"))"
            case .string where place == .html:
                help = "write \(bare), or \(spelling.mended(format: "html")) for a value that is HTML"
            default: help = "write \(bare)"
            }
        }
        let kind = resolution.isArray ? "an array of \(resolution.type.word)" : resolution.type.phrase
        return Complaint(
            .placeholderFormat, format.range, "'\(format.text)' does not fit '\(spelling.pathText)', \(kind)",
            help: help)
    }
}
