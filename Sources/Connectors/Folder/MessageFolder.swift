internal import Attributes
internal import Connecting
internal import Glibc
internal import Synchronization
internal import Wire

/// Where messages are put; all of it blocks.
///
/// What is being written has a name that begins with a dot and ends in `.tmp`; it appears under its own name by one rename.
struct MessageFolder {
    let path: String

    /// The group may look; what the service's umask takes away stays away.
    private static let folderMode: mode_t = 0o770
    private static let fileMode: mode_t = 0o660
    private static let drafts = Atomic<Int>(0)
    /// The folders that were tidied since the program began.
    private static let tidied = Mutex<Set<String>>([])
    private static let draftEnd = ".router.tmp"
    /// Seconds after which nobody writes a draft any more: whoever began it has died.
    private static let draftLife = 86_400

    /// - Parameters:
    ///   - base: The connection's folder.
    ///   - entry: The entry's path: folders below; an attribute's value may be in it.
    /// - Throws: `settingsWrong` for a path that leads elsewhere.
    init(_ base: String, below entry: String?) throws(Failure) {
        var path = base
        for part in (entry ?? "").split(separator: "/") {
            let name = Self.decoded(part)
            guard name == FileNames.safe(name) else {
                throw Failure(
                    .settingsWrong, .never, "the path '\(PlainText.printable(entry ?? ""))' can't be that of a folder",
                    help: "check 'path:' of the route's entry: an attribute may hold what does not belong there")
            }
            path += "/\(name)"
        }
        self.path = path
    }

    /// Puts a message there, unless it is there already.
    ///
    /// - Returns: Where it is.
    /// - Throws: `notWritable`; nothing has appeared then.
    func put(_ message: HandedMessage, _ layout: FolderConnector.Layout) throws(Failure) -> String {
        try FileWriting.makeFolders(path, mode: Self.folderMode)
        if Self.tidied.withLock({ $0.insert(path).inserted }) { removeOldDrafts() }
        let name = "\(Self.date(message))-\(message.id)\(message.isErrorResponse ? "-error" : "")"
        return switch layout {
        case .folders: try putFolder(message, name)
        case .flat: try putFiles(message, name)
        }
    }

    /// Tries it without leaving anything behind.
    func tryWriting() throws(Failure) {
        try FileWriting.makeFolders(path, mode: Self.folderMode)
        let draft = newDraft("check")
        try FileWriting.write(Array("router\n".utf8), to: draft, mode: Self.fileMode)
        unlink(draft)
    }

    private func putFolder(_ message: HandedMessage, _ name: String) throws(Failure) -> String {
        let place = "\(path)/\(name)"
        if access(place, F_OK) == 0 { return "\(place) is there already" }
        let draft = newDraft(name)
        guard mkdir(draft, Self.folderMode) == 0 else { throw FileWriting.notWritable(draft, errno) }
        var isPut = false
        defer { if !isPut { FileWriting.removeTree(draft) } }
        let names = FileNames.unique(message.attachments, besides: [Self.messageName])
        for (attachment, name) in zip(message.attachments, names) {
            try FileWriting.write(attachment.content, to: "\(draft)/\(name)", mode: Self.fileMode)
        }
        try FileWriting.write(
            message.json(.paths(names)) + [0x0A], to: "\(draft)/\(Self.messageName)", mode: Self.fileMode)
        try FileWriting.sync(draft)
        // A folder that holds something is never replaced.
        guard rename(draft, place) == 0 else {
            guard errno == ENOTEMPTY || errno == EEXIST else { throw FileWriting.notWritable(place, errno) }
            return "\(place) is there already"
        }
        isPut = true
        try FileWriting.sync(path)
        return "put into \(place)"
    }

    /// The JSON comes last: once it is there, all is.
    private func putFiles(_ message: HandedMessage, _ name: String) throws(Failure) -> String {
        let place = "\(path)/\(name).json"
        if access(place, F_OK) == 0 { return "\(place) is there already" }
        let names = FileNames.unique(message.attachments).map { "\(name)-\($0)" }
        for (attachment, name) in zip(message.attachments, names) { try putFile(attachment.content, name) }
        try FileWriting.sync(path)
        try putFile(message.json(.paths(names)) + [0x0A], "\(name).json")
        try FileWriting.sync(path)
        return "put into \(place)"
    }

    private func putFile(_ bytes: [UInt8], _ name: String) throws(Failure) {
        let draft = newDraft(name)
        try FileWriting.write(bytes, to: draft, mode: Self.fileMode)
        guard rename(draft, "\(path)/\(name)") == 0 else {
            let problem = errno
            unlink(draft)
            throw FileWriting.notWritable("\(path)/\(name)", problem)
        }
    }

    private static let messageName = "message.json"

    /// A name of its own for each: a service that was killed may have left one behind.
    private func newDraft(_ name: String) -> String {
        let number = Self.drafts.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(path)/.\(name.prefix(60))-\(getpid())-\(number)-\(UInt32.random(in: 0 ... .max))\(Self.draftEnd)"
    }

    private func removeOldDrafts() {
        for name in FileWriting.names(in: path) where name.hasPrefix(".") && name.hasSuffix(Self.draftEnd) {
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0, time(nil) - status.st_mtim.tv_sec > Self.draftLife else {
                continue
            }
            FileWriting.removeTree("\(path)/\(name)")
        }
    }

    /// The day that the letter came, the same at each attempt: by its own attribute, without one that on which it was taken.
    private static func date(_ message: HandedMessage) -> String {
        let text = message.attributes["ReceivedDate"]?.text?.prefix(10) ?? ""
        let isDate =
            text.utf8.count == 10
            && text.utf8.enumerated().allSatisfy { position, byte in
                [4, 7].contains(position)
                    ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
        if isDate { return String(text) }
        return CivilTime(secondsAsIfUTC: Int64(message.id.milliseconds / 1000)).date
    }

    /// Values come percent-encoded.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(Substring(rest.prefix(2)))
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
                let value = UInt8(digits, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
