/// Tells what each part of a letter is to its reader: text, picture, file, meeting, notice.
struct PartSorter {
    let bytes: [UInt8]
    let limits: LetterLimits
    let decoder = TextDecoder()
    var flaws: Flaws
    var letter = ReadLetter()
    var decoded = 0
    /// The parts of a delivery status notice.
    var notice = NoticeParts()
    /// Calendars that came as files; they count when nothing else does.
    var fileCalendars: [ReadCalendarPart] = []
    var texts: [String] = []
    var htmls: [String] = []

    /// What a part stands in.
    struct Place {
        var isAlternative = false
        var isRelated = false
        var isRoot = false
        /// The other alternatives have a text that every reader knows.
        var hasCommonText = false
    }

    init(_ bytes: [UInt8], limits: LetterLimits, flaws: Flaws) {
        self.bytes = bytes
        self.limits = limits
        self.flaws = flaws
    }

    mutating func letter(of root: LetterPart) throws(UnreadableLetter) -> ReadLetter {
        decoder.hint = Self.charset(in: root)
        readFields(root.fields)
        try sort(root, Place(isRoot: true))
        if !texts.isEmpty { letter.text = texts.joined(separator: texts.count > 1 ? "\n" : "") }
        if !htmls.isEmpty { letter.html = htmls.joined(separator: "\n") }
        if letter.calendars.isEmpty { letter.calendars = fileCalendars }
        letter.notice = DeliveryNoticeReader.notice(
            notice, failedRecipients: letter.values(of: "X-Failed-Recipients"), text: letter.text, from: letter.from)
        letter.flaws = flaws.sentences
        return letter
    }

    /// What the first text that says it is in.
    private static func charset(in part: LetterPart) -> String? {
        if part.type.type == "text", let label = part.type.parameters["charset"], let name = Charset.name(of: label) {
            return name
        }
        for child in part.children { if let name = charset(in: child) { return name } }
        return nil
    }

    // MARK: The tree

    private mutating func sort(_ part: LetterPart, _ place: Place) throws(UnreadableLetter) {
        guard part.type.type == "multipart" else { return try sortLeaf(part, place) }
        if part.type.isType("multipart", "report") { notice.isReport = true }
        for (number, child) in part.children.enumerated() {
            var inner = Place()
            switch part.type.subtype {
            case "alternative":
                inner.isAlternative = true
                inner.hasCommonText = part.children.contains { $0.type.isPlainOrHTML }
            case "related":
                // The first one is the text, and stands for the whole.
                inner.isRelated = number > 0
                if number == 0 { inner.isAlternative = place.isAlternative }
            default: break
            }
            try sort(child, inner)
        }
    }

    private mutating func sortLeaf(_ part: LetterPart, _ place: Place) throws(UnreadableLetter) {
        let names = PartNames(part, bytes, decoder)
        switch (part.type.type, part.type.subtype) {
        case ("text", "calendar"), ("application", "ics"):
            try addCalendar(part, names, place)
        case ("text", "plain"), ("text", "html"), ("text", "enriched"), ("text", "richtext"):
            let isNamed = names.name != nil && !place.isRoot && !place.isAlternative
            if names.isAttachment || isNamed || place.isRelated { return try addFile(part, names, place) }
            if part.type.isPlainOrHTML || !place.hasCommonText { try addText(part, names, place) }
        case ("text", "x-amp-html"), ("text", "watch-html"):
            if !place.isAlternative { try addFile(part, names, place) }
        case ("message", "delivery-status"), ("message", "global-delivery-status"):
            notice.status = try content(of: part)
        case ("message", "rfc822"), ("message", "global"), ("message", "news"), ("text", "rfc822-headers"),
            ("message", "rfc822-headers"), ("message", "global-headers"):
            try addLetter(part, names, place)
        case ("application", "ms-tnef"), ("application", "vnd.ms-tnef"):
            try addTNEF(part, names, place)
        default:
            if names.name?.lowercased() == "winmail.dat" { return try addTNEF(part, names, place) }
            try addFile(part, names, place)
        }
    }

    // MARK: Decoding

    /// A part's body without its transfer encoding.
    mutating func content(of part: LetterPart) throws(UnreadableLetter) -> [UInt8] {
        let encoding = part.field(.contentTransferEncoding).map { TransferEncoding(bytes, $0.value) } ?? .none
        if encoding == .none { try count(part.body.count) }
        let content = encoding.decode(bytes[part.body])
        if encoding != .none { try count(content.bytes.count) }
        if content.isMended { flaws.add("A part's transfer encoding is broken or unknown.") }
        return content.bytes
    }

    /// Counts what was decoded.
    mutating func count(_ more: Int) throws(UnreadableLetter) {
        decoded += more
        guard decoded <= limits.decoded else { throw .beyond(.decoded, limits) }
    }

    /// A part's text in its charset; with line ends as they came.
    mutating func text(of part: LetterPart) throws(UnreadableLetter) -> String {
        let content = try content(of: part)
        let found = decoder.text(content[...], in: part.type.parameters["charset"])
        if found.isMended { flaws.add("A text is not in the charset that it names.") }
        return found.text
    }
}

extension ContentType {
    var isPlainOrHTML: Bool { isType("text", "plain") || isType("text", "html") }
}
