extension IMAPSession {
    /// `STORE 1:3 +FLAGS.SILENT (\Seen)`.
    mutating func store(_ command: IMAPCommand) -> Answer {
        let isByUID = command.name == "UID STORE"
        guard let open = folder, command.arguments.count >= 3,
            let numbers = command.arguments[0].word.flatMap({ IMAPNumbers($0) }), var word = command.arguments[1].word
        else { return bad(command, #"STORE wants numbers, how, and flags: STORE 1 +FLAGS (\Seen)"#) }
        guard !open.isReadOnly else { return no(command, "the folder is open for reading only", code: "CANNOT") }
        let isSilent = word.hasSuffix(".SILENT")
        if isSilent { word.removeLast(7) }
        let change: IMAPFlags.Change
        switch word {
        case "FLAGS": change = .set
        case "+FLAGS": change = .add
        case "-FLAGS": change = .remove
        default: return bad(command, "flags are set by FLAGS, +FLAGS or -FLAGS")
        }
        var names = Array(command.arguments[2...])
        if names.count == 1, case .list(let list) = names[0] { names = list }
        guard let given = IMAPFlags(names) else { return bad(command, "that are no flags") }
        var lines: [String] = []
        for place in open.places(numbers, areUIDs: isByUID) {
            let item = try? mailboxes.update(open.ids[place]) { item in
                var flags = IMAPFlags(item)
                flags.apply(change, given)
                flags.write(into: &item)
            }
            guard let item else { continue }
            let flags = IMAPFlags(item)
            folder?.note(flags, at: place)
            if !isSilent { lines.append("* \(place + 1) FETCH (UID \(item.uid) FLAGS \(flags.text))") }
        }
        return done(command, lines + refresh(mayRemove: isByUID))
    }

    mutating func search(_ command: IMAPCommand) -> Answer {
        guard let open = folder else { return bad(command, "no folder is open") }
        let isByUID = command.name == "UID SEARCH"
        let criteria: IMAPCriteria
        do throws(IMAPCriteria.Problem) {
            criteria = try IMAPCriteria.read(command.arguments)
        } catch {
            switch error {
            case .charset: return no(command, "texts are UTF-8 here", code: "BADCHARSET (US-ASCII UTF-8)")
            case .malformed(let words): return bad(command, words)
            }
        }
        var found: [UInt32] = []
        for (place, id) in open.ids.enumerated() {
            guard let item = mailboxes.item(id) else { continue }
            let subject = IMAPCriteria.Subject(
                item: item, number: UInt32(place + 1), lastNumber: UInt32(open.count), lastUID: open.uids.last ?? 0)
            if criteria.holds(subject) { found.append(isByUID ? item.uid : UInt32(place + 1)) }
        }
        let line = found.isEmpty ? "* SEARCH" : "* SEARCH " + found.map(String.init).joined(separator: " ")
        return done(command, [line] + refresh(mayRemove: isByUID))
    }

    mutating func copy(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        transfer(command, user) { mailboxes, ids, target throws(MailboxProblem) in try mailboxes.copy(ids, to: target) }
    }

    mutating func move(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        if folder?.isReadOnly == true { return no(command, "the folder is open for reading only", code: "CANNOT") }
        return transfer(command, user) { mailboxes, ids, target throws(MailboxProblem) in
            try mailboxes.move(ids, to: target)
        }
    }

    private mutating func transfer(
        _ command: IMAPCommand, _ user: SandboxUser,
        _ body: (Mailboxes, [MailItem.ID], MailFolder.ID) throws(MailboxProblem) -> [(old: MailItem, new: MailItem)]
    ) -> Answer {
        let isByUID = command.name.hasPrefix("UID")
        guard let open = folder, command.arguments.count == 2,
            let numbers = command.arguments[0].word.flatMap({ IMAPNumbers($0) }),
            let name = command.arguments[1].folderName
        else { return bad(command, "\(command.name) wants numbers and a folder") }
        guard let target = IMAPTree(mailboxes, user.id).find(name)?.folder else {
            return no(command, "there is no such folder", code: "TRYCREATE")
        }
        let ids = open.places(numbers, areUIDs: isByUID).map { open.ids[$0] }
        do throws(MailboxProblem) {
            let done = try body(mailboxes, ids, target.id)
            let old = IMAPNumbers.text(done.map(\.old.uid))
            let new = IMAPNumbers.text(done.map(\.new.uid))
            let code = done.isEmpty ? nil : "COPYUID \(target.uidValidity) \(old) \(new)"
            // RFC 6851 section 4.3: the numbers are told before letters go.
            let isMove = command.name.hasSuffix("MOVE")
            let first = isMove ? code.map { ["* OK [\($0)] moved"] } ?? [] : []
            return self.done(command, first + refresh(mayRemove: isByUID || isMove), code: isMove ? nil : code)
        } catch {
            return no(command, error)
        }
    }

    mutating func expunge(_ command: IMAPCommand, only numbers: IMAPNumbers?) -> Answer {
        guard let open = folder else { return bad(command, "no folder is open") }
        guard !open.isReadOnly else { return no(command, "the folder is open for reading only", code: "CANNOT") }
        let places = numbers.map { open.places($0, areUIDs: true) } ?? Array(open.ids.indices)
        mailboxes.remove(places.map { open.ids[$0] }.filter { mailboxes.item($0)?.isDeleted ?? false })
        return done(command, refresh(mayRemove: true))
    }

    /// `APPEND INBOX (\Seen) "01-Dec-2026 07:00:00 +0000" {12}`.
    mutating func append(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        var rest = command.arguments[...]
        guard let name = rest.popFirst()?.folderName, case .string(let letter) = rest.popLast(), !letter.isEmpty else {
            return bad(command, "APPEND wants a folder and a letter")
        }
        guard let target = IMAPTree(mailboxes, user.id).find(name)?.folder else {
            return no(command, "there is no such folder", code: "TRYCREATE")
        }
        var item = NewItem(content: Self.withLineEnds(letter))
        if case .list(let names) = rest.first {
            guard let flags = IMAPFlags(names) else { return bad(command, "that are no flags") }
            flags.write(into: &item)
            rest = rest.dropFirst()
        }
        if let time = rest.popFirst() {
            guard let received = time.text.flatMap({ MailTime.readIMAP($0) }) else {
                return bad(command, #"a date is written "01-Dec-2026 07:00:00 +0000""#)
            }
            item.received = received
        }
        guard rest.isEmpty else { return bad(command, "APPEND takes one letter") }
        do throws(MailboxProblem) {
            let new = try mailboxes.add(item, to: target.id)
            return done(command, refresh(mayRemove: true), code: "APPENDUID \(target.uidValidity) \(new.uid)")
        } catch {
            return no(command, error)
        }
    }

    /// QUIRK: scripts hand over letters whose lines end with LF alone.
    private static func withLineEnds(_ letter: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(letter.count + letter.count / 40)
        var last: UInt8 = 0
        for byte in letter {
            if byte == 0x0A, last != 0x0D { result.append(0x0D) }
            result.append(byte)
            last = byte
        }
        return result
    }
}
