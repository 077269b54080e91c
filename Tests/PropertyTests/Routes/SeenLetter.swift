import Attributes
import MIME
import Peers

/// What the reader of a letter sees of the open route's values, by their place.
struct SeenLetter: Equatable {
    var texts: [String: String] = [:]

    init(_ letter: LetterReading, _ calendar: CalendarReading, _ page: PageReading) {
        func people(_ place: String, _ mailboxes: [LetterReading.Mailbox]?) {
            for (number, mailbox) in (mailboxes ?? []).enumerated() {
                texts["\(place) \(number) name"] = mailbox.name.withoutOuterBlanks
                texts["\(place) \(number) address"] = mailbox.address
            }
        }
        texts["subject"] = letter.subject
        texts["header"] = letter.values(of: "X-Case").joined(separator: "|")
        people("from", letter.from)
        people("reply-to", letter.replyTo)
        people("to", letter.to)
        people("cc", letter.cc)
        texts["text"] = letter.text("text/plain")?.withLF
        texts["page"] = page.text.withLF
        texts["title attribute"] = page.value("title")?.withLF
        texts["files"] = letter.parts.compactMap(\.fileName?.withoutOuterBlanks).joined(separator: "|")
        for property in calendar.event?.properties ?? [] {
            switch property.name {
            case "SUMMARY", "LOCATION", "DESCRIPTION": texts[property.name] = property.value
            case "ORGANIZER", "ATTENDEE":
                texts["\(property.name) \(property.value)"] = (property.parameters["CN"] ?? "").withoutOuterBlanks
            default: break
            }
        }
    }

    /// What they should see of a submission in which one attribute holds a value.
    init(_ value: String, as entry: OpenRoute.Entry) {
        func held(_ each: OpenRoute.Entry) -> String { each == entry ? value : OpenRoute.harmless(each) }
        func name(_ each: OpenRoute.Entry) -> String { held(each).withoutOuterBlanks }
        func calendarName(_ each: OpenRoute.Entry) -> String {
            let isBlank = held(each).unicodeScalars.allSatisfy(\.properties.isWhitespace)
            return isBlank ? "" : held(each).asCalendarName.withoutOuterBlanks
        }
        let address = (try? EmailAddress(held(.email).trimmed))?.text ?? "refused"
        // An account without a name goes by its address.
        let guest = held(.guest).isEmpty ? "" : name(.guest)
        texts = [
            "subject": "A \(held(.subject)) Z", "header": "A \(held(.header)) Z",
            "from 0 name": name(.sender), "from 0 address": "robot@example.com",
            "reply-to 0 name": name(.sender), "reply-to 0 address": "reply@example.com",
            "to 0 name": guest, "to 0 address": "guest@example.com",
            "to 1 name": name(.name), "to 1 address": address,
            "cc 0 name": name(.name), "cc 0 address": "copy@example.com",
            "text": "[\(held(.text).withLF)]\n-- \nRegards",
            "page": "\n\(held(.page).seen)[\(held(.page).seen)]\nxRegards",
            "title attribute": held(.page).seen, "files": "invite.ics|\("\(held(.file)).pdf".withoutOuterBlanks)",
            "SUMMARY": "A \(held(.title).asInCalendar) Z", "LOCATION": "A \(held(.place).asInCalendar) Z",
            "DESCRIPTION": "A \(held(.details).asInCalendar) Z",
            "ORGANIZER mailto:robot@example.com": calendarName(.sender),
            "ATTENDEE mailto:guest@example.com": held(.guest).isEmpty ? "" : calendarName(.guest),
            "ATTENDEE mailto:\(address.asInMailto)": calendarName(.name),
            "ATTENDEE mailto:copy@example.com": calendarName(.name),
        ]
    }

    /// Places where two differ, with both texts.
    func differences(from other: SeenLetter) -> [String] {
        Set(texts.keys).union(other.texts.keys).sorted().filter { texts[$0] != other.texts[$0] }.map {
            "\($0): \(String(reflecting: texts[$0])) instead of \(String(reflecting: other.texts[$0]))"
        }
    }
}

extension String {
    /// As HTML shows it: a NUL can't be written there.
    fileprivate var seen: String {
        var scalars = String.UnicodeScalarView()
        for scalar in withLF.unicodeScalars { scalars.append(scalar == "\0" ? "\u{FFFD}" : scalar) }
        return String(scalars)
    }

    /// Backslashes are wide ones there: see `CalendarWriter.commonName`.
    fileprivate var asCalendarName: String {
        var scalars = String.UnicodeScalarView()
        for scalar in asInCalendar.unicodeScalars { scalars.append(scalar == "\\" ? "\u{FF3C}" : scalar) }
        return String(scalars)
    }

    /// Without white space around it, as addresses are read.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }

    /// QUIRK: GMime takes blanks off both ends of a name, Python white space off those of a file's name, and libical off the end of
    /// a guest's name of more than 80 bytes.
    fileprivate var withoutOuterBlanks: String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let rest = unicodeScalars.drop(while: isBlank)
        guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(rest[...last])
    }

    /// RFC 6068 §2.
    fileprivate var asInMailto: String {
        utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || "0123456789@.-_~+!$'*".unicodeScalars.contains(scalar))
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(scalar) : "%\(digits.utf8.count < 2 ? "0" : "")\(digits)"
        }.joined()
    }
}
