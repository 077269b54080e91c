internal import Attributes
internal import Connecting
internal import MIME

extension NewSubmission {
    /// Checks what the spool can't store.
    ///
    /// - Returns: The letters' ids, in their order.
    func check(at place: String) throws(SpoolProblem) -> [UUIDv7] {
        func refuse(_ problem: String, _ remedy: String) -> SpoolProblem {
            SpoolProblem(.tooLarge, at: place, "can't take submission \(id): \(problem)", remedy: remedy)
        }
        func short(_ text: String?, _ name: String) throws(SpoolProblem) {
            guard let text, text.utf8.count > SpoolLimits.text else { return }
            throw refuse("\(name) has \(text.utf8.count) bytes", "use at most \(SpoolLimits.text)")
        }
        guard !letters.isEmpty, letters.count <= SpoolLimits.letters else {
            throw refuse("it has \(letters.count) letters", "submit 1 to \(SpoolLimits.letters) at a time")
        }
        try short(application, "its application")
        try short(trace, "its trace context")
        try short(key?.scope, "the scope of its key")
        try short(key?.key, "its key")
        if let key, key.fingerprint.count != 32 {
            throw refuse("its fingerprint has \(key.fingerprint.count) bytes", "use a SHA-256, which has 32")
        }
        var ids: [UUIDv7] = []
        ids.reserveCapacity(letters.count)
        for new in letters {
            let letter = new.letter
            guard let id = UUIDv7(letter.id) else {
                throw refuse("'\(letter.id)' is no id of a message", "use an UUIDv7")
            }
            ids.append(id)
            try short(new.route, "a route's name")
            try short(new.connection, "a connection's name")
            try short(letter.messageID, "a Message-ID")
            try short(letter.sender, "a sender's address")
            for recipient in letter.recipients { try short(recipient, "a recipient's address") }
            guard (1...SpoolLimits.recipients).contains(letter.recipients.count) else {
                throw refuse(
                    "a letter has \(letter.recipients.count) recipients", "write to 1 to \(SpoolLimits.recipients)")
            }
            guard letter.content.pieces.count <= SpoolLimits.pieces else {
                throw refuse("a letter has \(letter.content.pieces.count) pieces", "attach fewer files")
            }
            guard new.details.utf8.count <= SpoolLimits.details else {
                throw refuse("a letter's details have \(new.details.utf8.count) bytes", "keep fewer links")
            }
            guard letter.content.bytesInMemory <= SpoolLimits.inlineLetter else {
                throw refuse("a letter has \(letter.content.bytesInMemory) bytes in memory", "attach files instead")
            }
            guard SpoolLimits.buses.contains(new.bus) else {
                throw refuse("there is no bus \(new.bus)", "use 0 to \(SpoolLimits.buses.upperBound)")
            }
            guard SpoolLimits.priorities.contains(new.priority) else {
                throw refuse("there is no priority \(new.priority)", "use -100 to 100")
            }
        }
        guard ids.count < 2 || Set(ids).count == ids.count else {
            throw refuse("two letters have the same id", "make an id for each")
        }
        return ids
    }
}
