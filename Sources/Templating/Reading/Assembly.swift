import Attributes
import Diagnostics

/// A template as it is put together while its text is read: constants, holes and sections, and what is wrong with them.
struct Assembly {
    /// A section whose end has not come yet.
    struct OpenSection {
        /// `nil` when its tag is mistaken: then nobody knows what its contents are.
        let section: Section?
        let tag: MustacheTag
        let mark: HTMLTokenizer.Mark?
        /// What stands before it.
        let parts: [Template.Part]
    }

    let text: PlacedText
    let place: Place
    private(set) var names: Names
    private(set) var sections: [OpenSection] = []
    private var tokenizer = HTMLTokenizer()
    private var watch = PictureWatch()
    private var parts: [Template.Part] = []
    private var constant: [UInt8] = []
    private var origins = Origins()
    private var holes = 0
    /// The placeholder that begins the URL at hand: a `:` behind it would make it a scheme.
    private var scheme: Spelling?
    private var hasLineBreak = false
    private var complaints: [Complaint] = []

    init(_ text: PlacedText, in place: Place, for schema: Schema) {
        self.text = text
        self.place = place
        names = Names(schema)
    }

    /// Whether what comes next is no text and holds no placeholders: a comment, a script, a style.
    var isInRaw: Bool { place == .html && tokenizer.isInRaw }

    // MARK: What the text is made of

    /// A byte that stands as it is, and its offset in the text.
    mutating func literal(_ byte: UInt8, at: Int) {
        constant.append(byte)
        if place == .html {
            origins.append(at)
            tokenizer.feed(byte, &watch)
            if byte == UInt8(ascii: ":"), let spelling = scheme, tokenizer.hasFilledScheme {
                complain(HTMLPlacing.filledScheme(spelling))
                scheme = nil
            }
        } else if place.isOneLine, byte == 0 || byte == 0x0A || byte == 0x0D {
            complain(.lineBreak(byte, at..<at + 1))
        }
    }

    mutating func hole(_ spelling: Spelling, isAlone: Bool = false) {
        let context = place == .html ? tokenizer.hole(0) : nil
        if context == .address(.whole) || context == .address(.segment) { scheme = scheme ?? spelling }
        var notes: [Complaint] = []
        do throws(Complaint) {
            let reading = HoleReading(
                spelling: spelling, place: place, names: names, context: context, isAlone: isAlone)
            let hole = try reading.read(&notes)
            seal()
            parts.append(.hole(hole))
        } catch {
            complainOfName(error)
        }
        for note in notes { complain(note) }
    }

    /// What was meant for a placeholder and is none.
    mutating func mistake(_ complaint: Complaint) {
        complain(complaint)
        if place == .html { _ = tokenizer.hole(0) }
    }

    /// Complains of a placeholder where all is literal, though a declared name in brackets was meant to be filled.
    mutating func refuseInRaw(_ spelling: Spelling) {
        var copy = tokenizer
        do throws(Complaint) {
            _ = try HTMLPlacing.escape(spelling, copy.hole(0), format: .usual(separator: ""))
        } catch {
            complain(error)
        }
    }

    /// Counts a placeholder or a section.
    ///
    /// - Returns: Whether the text may go on.
    mutating func count(_ range: Range<Int>) -> Bool {
        holes += 1
        if holes > Template.Limit.holes {
            complain(
                Complaint(
                    .templateLimit, range, "a template has at most \(Template.Limit.holes) placeholders", help: nil))
        }
        return holes <= Template.Limit.holes
    }

    // MARK: Sections

    /// Begins a section: what it goes through decides what its contents may name.
    mutating func open(_ tag: MustacheTag) {
        var mark: HTMLTokenizer.Mark?
        if place == .html {
            mark = tokenizer.mark
            if mark == nil { complain(HTMLPlacing.sectionInTag(tag, isInRaw: tokenizer.isInRaw)) }
            tokenizer.open(0)
        }
        var section: Section?
        do throws(Complaint) {
            guard sections.count < Template.Limit.sections else {
                throw Complaint(
                    .templateLimit, tag.range,
                    "at most \(Template.Limit.sections) sections may stand within each other", help: nil)
            }
            let resolution = try Resolution(tag.spelling, in: names)
            let opened = Section(resolution.path, tag.kind == .inverted ? .absent : resolution.sectionKind)
            if tag.kind == .section { names.enter(opened, resolution, spelled: tag.name) }
            section = opened
        } catch {
            complainOfName(error)
        }
        seal()
        sections.append(OpenSection(section: section, tag: tag, mark: mark, parts: parts))
        parts = []
    }

    /// Ends the innermost section.
    mutating func close(_ range: Range<Int>) {
        if place == .html, let open = sections.last, let mark = open.mark {
            tokenizer.close()
            if tokenizer.mark != mark { complain(HTMLPlacing.splitTag(open.tag, range)) }
        }
        abandon()
    }

    /// Ends the innermost section wherever that may be: it was complained of.
    mutating func abandon() {
        guard let open = sections.popLast() else { return }
        seal()
        let inner = parts
        parts = open.parts
        guard let section = open.section else { return }
        parts.append(.section(section, inner))
        if section.kind != .absent { names.leave(section) }
    }

    /// In a section that is mistaken itself, what names mean can't be known.
    private mutating func complainOfName(_ complaint: Complaint) {
        let isAboutNames = [.undeclaredPlaceholder, .placeholderPath, .unknownField].contains(complaint.code)
        if isAboutNames, sections.contains(where: { $0.section == nil }) { return }
        complain(complaint)
    }

    // MARK: The end

    /// - Returns: `nil` when there are errors.
    mutating func finish(_ findings: inout Findings) -> Template? {
        seal()
        let pictures = watch.pictures(in: text, from: origins, complaints: &complaints)
        for complaint in complaints {
            findings.report(
                Diagnostic(
                    complaint.severity, complaint.code, in: text, complaint.range, complaint.message,
                    help: complaint.help))
        }
        guard !complaints.contains(where: { $0.severity == .error }) else { return nil }
        return Template(parts, in: place, pictures: pictures)
    }

    private mutating func seal() {
        if !constant.isEmpty { parts.append(.constant(constant)) }
        constant = []
    }

    /// Errors are always kept, since they decide whether there is a template; warnings up to a limit.
    mutating func complain(_ complaint: Complaint) {
        if complaint.code == .lineBreak {
            guard !hasLineBreak else { return }
            hasLineBreak = true
        }
        if complaint.severity == .error || complaints.count < Template.Limit.holes { complaints.append(complaint) }
    }
}
