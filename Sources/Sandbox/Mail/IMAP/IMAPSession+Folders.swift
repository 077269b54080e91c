extension IMAPSession {
    mutating func select(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        folder = nil
        guard let name = command.arguments.first?.folderName else {
            return bad(command, "\(command.name) wants a folder")
        }
        guard let place = IMAPTree(mailboxes, user.id).find(name) else { return no(command, .noSuchFolder) }
        // The number of the next letter is asked for first: one that comes in between is told of later.
        let next = mailboxes.folder(place.folder.id)?.nextUID ?? place.folder.nextUID
        let items = mailboxes.items(in: place.folder.id)
        let open = IMAPOpenFolder(place.folder.id, isReadOnly: command.name == "EXAMINE", items)
        folder = open
        let flags = IMAPFlags.system.joined(separator: " ")
        var lines = [
            "* FLAGS (\(flags))",
            "* OK [PERMANENTFLAGS (\(open.isReadOnly ? "" : flags + " \\*"))] these last",
            "* \(items.count) EXISTS", "* 0 RECENT",
            "* OK [UIDVALIDITY \(place.folder.uidValidity)] numbers",
            "* OK [UIDNEXT \(next)] the next number",
        ]
        if let first = items.firstIndex(where: { !$0.isRead }) { lines.append("* OK [UNSEEN \(first + 1)] not read") }
        return done(command, lines, code: open.isReadOnly ? "READ-ONLY" : "READ-WRITE")
    }

    /// `LIST "" "*"`, and of RFC 5258 what clients say: `LIST (SPECIAL-USE) "" "*" RETURN (CHILDREN)`.
    func list(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        var arguments = command.arguments[...]
        var chosen: [String] = []
        if case .list(let options) = arguments.first {
            chosen = options.compactMap(\.word)
            arguments = arguments.dropFirst()
        }
        guard arguments.count >= 2, let reference = arguments.popFirst()?.text else {
            return bad(command, "\(command.name) wants a reference and a pattern")
        }
        var patterns: [String] = []
        if case .list(let several) = arguments.first {
            patterns = several.prefix(100).compactMap(\.folderName)
        } else if let pattern = arguments.first?.text {
            // A blank pattern asks for the delimiter.
            guard !pattern.isEmpty else { return done(command, [#"* \#(command.name) (\Noselect) "/" """#]) }
            patterns = [arguments.first?.folderName ?? pattern]
        }
        var text = IMAPText()
        var shown: Set<MailFolder.ID> = []
        let tree = IMAPTree(mailboxes, user.id)
        for pattern in patterns where pattern.utf8.count <= 500 {
            for place in tree.matching(reference + pattern) where shown.insert(place.folder.id).inserted {
                let use = place.folder.role?.specialUse
                if chosen.contains("SPECIAL-USE"), use == nil { continue }
                let attributes = [place.hasChildren ? "\\HasChildren" : "\\HasNoChildren", use].compactMap(\.self)
                text.add("* \(command.name) (\(attributes.joined(separator: " "))) \"/\" ")
                text.folder(place.path)
                text.add("\r\n")
            }
        }
        return Answer(bytes: text.bytes + done(command).bytes)
    }

    func status(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        guard command.arguments.count == 2, let name = command.arguments[0].folderName,
            case .list(let wanted) = command.arguments[1]
        else { return bad(command, "STATUS wants a folder and a list: STATUS INBOX (MESSAGES)") }
        guard let place = IMAPTree(mailboxes, user.id).find(name) else { return no(command, .noSuchFolder) }
        let count = mailboxes.count(in: place.folder.id)
        var values: [String] = []
        for item in wanted {
            switch item.word {
            case "MESSAGES": values.append("MESSAGES \(count.all)")
            case "UNSEEN": values.append("UNSEEN \(count.unread)")
            case "RECENT": values.append("RECENT 0")
            case "UIDNEXT": values.append("UIDNEXT \(place.folder.nextUID)")
            case "UIDVALIDITY": values.append("UIDVALIDITY \(place.folder.uidValidity)")
            case let word: return bad(command, "there is no \((word ?? "list").prefix(40)) of a folder")
            }
        }
        var text = IMAPText()
        text.add("* STATUS ")
        text.folder(place.path)
        text.add(" (\(values.joined(separator: " ")))\r\n")
        return Answer(bytes: text.bytes + done(command).bytes)
    }

    func create(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        guard let name = command.arguments.first?.folderName else { return bad(command, "CREATE wants a folder") }
        let tree = IMAPTree(mailboxes, user.id)
        guard tree.find(name) == nil else { return no(command, .folderExists) }
        guard let parent = tree.parent(of: name) else {
            return no(command, "no folder can have this name", code: "CANNOT")
        }
        do throws(MailboxProblem) {
            var place = parent.folder
            for name in parent.names { place = try mailboxes.makeFolder(name, in: place).id }
            return done(command)
        } catch {
            return no(command, error)
        }
    }

    mutating func delete(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        guard let name = command.arguments.first?.folderName else { return bad(command, "DELETE wants a folder") }
        guard let place = IMAPTree(mailboxes, user.id).find(name) else { return no(command, .noSuchFolder) }
        guard !place.hasChildren else { return no(command, "there are folders in it", code: "HASCHILDREN") }
        do throws(MailboxProblem) { try mailboxes.removeFolder(place.folder.id) } catch { return no(command, error) }
        if folder?.id == place.folder.id { folder = nil }
        return done(command)
    }

    func rename(_ command: IMAPCommand, _ user: SandboxUser) -> Answer {
        guard command.arguments.count == 2, let from = command.arguments[0].folderName,
            let to = command.arguments[1].folderName
        else { return bad(command, "RENAME wants two folders") }
        let tree = IMAPTree(mailboxes, user.id)
        guard let place = tree.find(from) else { return no(command, .noSuchFolder) }
        guard tree.find(to) == nil else { return no(command, .folderExists) }
        guard var parent = tree.parent(of: to), let name = parent.names.popLast() else {
            return no(command, "no folder can have this name", code: "CANNOT")
        }
        do throws(MailboxProblem) {
            for name in parent.names { parent.folder = try mailboxes.makeFolder(name, in: parent.folder).id }
            try mailboxes.rename(place.folder.id, to: name, in: parent.folder)
            return done(command)
        } catch {
            return no(command, error)
        }
    }
}
