import Attributes
import Connecting
import Diagnostics
import ICalendar
package import MIME
import Spool

extension ReceiveRoute {
    /// What has to be looked up before the letter can be understood.
    package func questions(about letter: ReadLetter, in surroundings: ArrivalSurroundings) -> LetterQuestions {
        var questions = LetterQuestions()
        questions.messageIDs = Conversation(letter: letter).ancestors
        let meeting = letter.calendars.isEmpty ? nil : surroundings.meetings(letter.calendars).first
        if let meeting, meeting.method == "REPLY" { questions.uids = [meeting.uid] }
        guard links.asks else { return questions }
        let message = JSON.object(
            attributes(of: LetterAttributes(letter, zone: zone), meeting, Frame(), sent: nil).members)
        questions.links = links.questions { $0.texts(in: message) }
        return questions
    }

    /// Makes a message of a letter: pure, and safe to call from many threads.
    ///
    /// - Parameters:
    ///   - letter: As it was read.
    ///   - arrival: What else is known of it.
    ///   - surroundings: The other parts that are needed, with the answers to `questions(about:)`.
    /// - Returns: The message; or why it has to be kept until the route is mended, naming all that is missing.
    package func understand(
        _ letter: ReadLetter, arrival: ArrivalFacts, in surroundings: ArrivalSurroundings
    ) -> Result<IncomingMessage, Misunderstanding> {
        let meeting = letter.calendars.isEmpty ? nil : surroundings.meetings(letter.calendars).first
        let sent = meeting?.method == "REPLY" ? meeting.flatMap { surroundings.invitation($0.uid) } : nil
        let thread = Conversation(letter: letter).thread(or: "<\(arrival.id)@router>", known: surroundings.thread)
        let contact = surroundings.accounts.contact(of: letter)
        let frame = Frame(
            html: letter.html.map { surroundings.safeHTML($0, letter) }, thread: thread, received: arrival.received,
            contact: contact)
        let built = LetterAttributes(letter, zone: zone)
        var (members, gaps) = attributes(of: built, meeting, frame, sent: sent)
        let message = JSON.object(members)
        let found = links.links(isKnown: surroundings.isKnown) { $0.texts(in: message) }.filter { $0.isKnown != false }
        if let place = members.firstIndex(where: { $0.name == "Links" }) {
            members[place].value = .array(found.map(\.attribute))
        }
        let incoming = IncomingMessage(
            kind: kind.rawValue, attributes: .object(members), attachments: built.attachments,
            links: found.map { ArrivalLink(rule: $0.rule, object: $0.object, key: $0.key, value: $0.value) },
            contact: contact?.id,
            needsProcessing: links.isEmpty ? nil : contact == nil || !found.contains { $0.settles },
            thread: thread, sender: Visible.shortened(letter.from.first?.listed ?? "", to: 299),
            subject: Visible.shortened(letter.subject, to: 500), snippet: Self.snippet(of: built.text))
        guard !gaps.isEmpty else { return .success(incoming) }
        return .failure(
            Misunderstanding(
                reason: AttemptFailure(
                    code: "missing-attribute", message: gaps.joined(separator: "; "),
                    help: "mend 'attributes:' in \(file) if the letter is right, then 'router inbox retry'"),
                message: incoming))
    }

    /// What a letter's attributes say that does not stand in the letter.
    private struct Frame {
        var html: String?
        var thread = ""
        var received = Instant(seconds: 0)
        var contact: Account?
    }

    /// All attributes in their order, `Links` still empty, with what is missing.
    private func attributes(
        of built: LetterAttributes, _ meeting: ReadMeeting?, _ frame: Frame, sent: SentInvitation?
    ) -> (members: [JSON.Member], gaps: [String]) {
        var members = built.members(safeHTML: frame.html, thread: frame.thread, received: frame.received)
        members.append(.init(name: "Links", value: []))
        members.append(.init(name: "Contact", value: frame.contact?.contactJSON ?? .null))
        if let meeting {
            let sender = built.letter.from.first
            members += MeetingAttributes(meeting: meeting, sender: sender, zone: zone, sent: sent).members
        }
        let message = JSON.object(members)
        var gaps: [String] = []
        for attribute in own {
            switch attribute.value(in: message, language: language, zone: zone) {
            case .success(let value): members.append(.init(name: attribute.declared.name, value: value))
            case .failure(let gap):
                members.append(.init(name: attribute.declared.name, value: .null))
                gaps.append(gap.words)
            }
        }
        return (members, gaps)
    }

    /// The first words, 200 characters at most.
    private static func snippet(of text: String) -> String {
        var words = String.UnicodeScalarView()
        var count = 0
        var isBetween = false
        for scalar in text.unicodeScalars {
            if count >= 200 { break }
            if scalar.isSpace {
                isBetween = count > 0
                continue
            }
            if isBetween { words.append(" ") }
            words.append(scalar)
            count += isBetween ? 2 : 1
            isBetween = false
        }
        return Visible.shortened(String(words), to: 199)
    }
}

extension Unicode.Scalar {
    /// White space; the tables of Unicode are asked only where there is some.
    fileprivate var isSpace: Bool {
        switch value {
        case 0x20, 0x09...0x0D, 0x85, 0xA0: true
        case ..<0x1680: false
        default: properties.isWhitespace
        }
    }
}

extension Link {
    /// As an attribute of a message.
    fileprivate var attribute: JSON {
        ["Rule": .string(rule), "Object": .string(object), "Key": .string(key), "Value": .string(value)]
    }
}
