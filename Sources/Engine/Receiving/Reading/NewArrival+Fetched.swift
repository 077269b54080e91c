import Attributes
import Connecting
import MIME
import Spool

extension NewArrival {
    /// A letter as it is stored.
    init(_ letter: FetchedLetter, _ item: FolderItem, _ source: FolderSource) {
        let raw: RawLetter
        let head: [UInt8]
        var size = 0
        switch letter {
        case .bytes(let bytes): (raw, head) = (.bytes(bytes), bytes)
        case .file(let path, let length):
            (raw, head, size) = (.file(path: path, size: length), FileHead.read(path), length)
        case .tooLarge(let length, let header): (raw, head, size) = (.headerOnly(header, size: length), header, length)
        case .refused: (raw, head) = (.headerOnly([], size: item.size ?? 0), [])
        }
        // Canaries come every few minutes, and are of no interest afterwards; who marks other letters so loses only them.
        let isCanary = HeaderScan.has(Canary.header, in: head)
        self.init(
            id: UUIDv7(), route: source.route, identity: item.identity, raw: raw,
            messageID: HeaderScan.messageID(in: head), digest: ContentDigest.make(head, size: size),
            received: item.received ?? .now, isOutgoing: item.isOutgoing,
            keep: isCanary ? min(source.keep, CanaryKeeper.keep) : source.keep, bus: source.bus)
    }
}

extension ClaimedArrival {
    init(_ new: NewArrival, _ folder: FolderName) {
        self.init(
            id: new.id, route: new.route, folder: folder, received: new.received, isOutgoing: new.isOutgoing,
            raw: new.raw)
    }
}

extension RawLetter {
    /// Whether most of the letter is only in the mailbox.
    var isHeaderOnly: Bool {
        if case .headerOnly = self { true } else { false }
    }
}

extension FolderHealth {
    /// Why it is not read by this process.
    package var problem: ReadingProblem? {
        switch stage {
        case .failing(let failure): .mailbox(failure)
        case .spoolFails(let problem): .spool(problem)
        case .standby(let name): .taken(name)
        case .starting, .loading, .watching: nil
        }
    }

    var isFailing: Bool {
        switch stage {
        case .failing, .spoolFails: true
        default: false
        }
    }
}
