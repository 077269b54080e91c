internal import Attributes

extension NewArrival {
    /// Checks what the spool can't store.
    static func check(
        _ arrivals: [NewArrival], from folder: FolderName, cursor: String?, at place: String
    ) throws(SpoolProblem) {
        func refuse(_ problem: String, _ remedy: String) -> SpoolProblem {
            SpoolProblem(
                .tooLarge, at: place, "can't take letters from the folder '\(folder)': \(problem)", remedy: remedy)
        }
        func short(_ text: String, _ name: String) throws(SpoolProblem) {
            guard text.utf8.count > SpoolLimits.text else { return }
            throw refuse("\(name) has \(text.utf8.count) bytes", "use at most \(SpoolLimits.text)")
        }
        try short(folder.connection, "the connection's name")
        try short(folder.folder, "the folder's name")
        if let cursor, cursor.utf8.count > SpoolLimits.details {
            throw refuse("the cursor has \(cursor.utf8.count) bytes", "use at most \(SpoolLimits.details)")
        }
        guard arrivals.count <= SpoolLimits.letters else {
            throw refuse("they are \(arrivals.count)", "store at most \(SpoolLimits.letters) at a time")
        }
        for arrival in arrivals {
            try short(arrival.route, "the route's name")
            try short(arrival.identity, "the identity of a letter")
            guard arrival.digest.count == 32 else {
                throw refuse("a digest has \(arrival.digest.count) bytes", "use a SHA-256, which has 32")
            }
        }
    }
}

extension PreparedArrival {
    /// Handlings are kept by their numbers, in 16 bits.
    static func check(_ arrivals: [PreparedArrival], at place: String) throws(SpoolProblem) {
        for arrival in arrivals {
            guard Set(arrival.handlings.map(\.number)).count == arrival.handlings.count else {
                throw SpoolProblem(
                    .tooLarge, at: place, "can't take arrival \(arrival.id): two handlings have the same number",
                    remedy: "number them from 0")
            }
            for handling in arrival.handlings where !(0..<SpoolLimits.handlings).contains(handling.number) {
                throw SpoolProblem(
                    .tooLarge, at: place,
                    "can't take arrival \(arrival.id): a handling has the number \(handling.number)",
                    remedy: "use 0 to \(SpoolLimits.handlings - 1)")
            }
        }
    }
}

extension HandlingOutcome {
    static func check(_ outcomes: [HandlingOutcome], at place: String) throws(SpoolProblem) {
        for outcome in outcomes {
            guard case .done(_, let response?) = outcome.end, response.utf8.count > SpoolLimits.details else {
                continue
            }
            throw SpoolProblem(
                .tooLarge, at: place,
                "can't take the response to arrival \(outcome.id.arrival), which has \(response.utf8.count) bytes",
                remedy: "answer with at most \(SpoolLimits.details)")
        }
    }
}

extension RawLetter {
    /// What of it is in memory.
    var bytesInMemory: Int {
        switch self {
        case .bytes(let bytes), .headerOnly(let bytes, _): bytes.count
        case .file: 0
        }
    }
}
