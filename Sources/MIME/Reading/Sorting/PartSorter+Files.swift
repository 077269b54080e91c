extension PartSorter {
    mutating func addText(_ part: LetterPart, _ names: PartNames, _ place: Place) throws(UnreadableLetter) {
        let isHTML = part.type.isType("text", "html")
        // A later text of a kind that the letter did not begin with would stand alone in that kind: it stays a file.
        if !place.isAlternative, isHTML ? htmls.isEmpty && !texts.isEmpty : texts.isEmpty && !htmls.isEmpty {
            return try addFile(part, names, place)
        }
        let text = try text(of: part)
        if isHTML {
            htmls.append(text)
            return
        }
        let parameters = part.type.parameters
        let lines = text.withLineFeeds
        let isFlowed = parameters["format"]?.lowercased() == "flowed"
        let deletesSpace = parameters["delsp"]?.lowercased() == "yes"
        texts.append(isFlowed ? FlowedText.joined(lines, deletesSpace: deletesSpace) : lines)
    }

    mutating func addFile(_ part: LetterPart, _ names: PartNames, _ place: Place) throws(UnreadableLetter) {
        letter.attachments.append(
            ReadAttachment(
                name: names.name, contentType: part.type.name,
                isInline: names.isInline || !names.isAttachment && place.isRelated && names.contentID != nil,
                contentID: names.contentID, content: try content(of: part)))
    }

    mutating func addCalendar(_ part: LetterPart, _ names: PartNames, _ place: Place) throws(UnreadableLetter) {
        let isFile = names.isAttachment || part.type.type == "application"
        let content = try content(of: part)
        if isFile {
            letter.attachments.append(
                ReadAttachment(
                    name: names.name, contentType: part.type.name, contentID: names.contentID, content: content))
            // A file may be anything.
            guard content.position(of: "BEGIN:VCALENDAR") != nil else { return }
        }
        let found = decoder.text(content[...], in: part.type.parameters["charset"] ?? "utf-8")
        if found.isMended { flaws.add("A text is not in the charset that it names.") }
        let method = part.type.parameters["method"]?.uppercased()
        let calendar = ReadCalendarPart(method: method.flatMap { $0.isEmpty ? nil : $0 }, text: found.text)
        if isFile { fileCalendars.append(calendar) } else { letter.calendars.append(calendar) }
    }

    /// A letter within the letter stays whole.
    mutating func addLetter(_ part: LetterPart, _ names: PartNames, _ place: Place) throws(UnreadableLetter) {
        let content = try content(of: part)
        if notice.isReport, notice.returned == nil { notice.returned = content }
        var scan = FieldScan(content, from: 0, limit: limits.headers) { _ in false }
        if scan.isTooLong { scan = FieldScan([], from: 0, limit: 0) { _ in false } }
        let subject = scan.fields.first { $0.name == .subject }.map { FieldText.text(content, $0.value, decoder) }
        let title = subject.flatMap { $0.isEmpty ? nil : $0 }
        let name = names.name ?? title.map { "\($0).eml" }
        letter.attachments.append(
            ReadAttachment(
                name: name, contentType: part.type.name, isInline: names.isInline, contentID: names.contentID,
                content: content))
    }

    /// What Outlook packs into one file is taken out of it.
    mutating func addTNEF(_ part: LetterPart, _ names: PartNames, _ place: Place) throws(UnreadableLetter) {
        let content = try content(of: part)
        guard let packed = TNEFReader.read(content, decoder) else {
            flaws.add("A winmail.dat can't be unpacked.")
            letter.attachments.append(
                ReadAttachment(
                    name: names.name, contentType: part.type.name, isInline: names.isInline,
                    contentID: names.contentID, content: content))
            return
        }
        try count(packed.attachments.reduce(0) { $0 + $1.content.count } + packed.size)
        if packed.isCut { flaws.add("A winmail.dat is damaged: what could be read of it was taken.") }
        letter.attachments += packed.attachments
        if texts.isEmpty, htmls.isEmpty {
            if let text = packed.text { texts.append(text.withLineFeeds) }
            if let html = packed.html { htmls.append(html) }
        }
    }
}
