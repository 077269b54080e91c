/// Why a letter was not read: not for being broken, but for being more than is read.
package struct UnreadableLetter: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        case letter, headers, fields, parts, depth, decoded
        /// The file is not there or can't be read.
        case file
    }

    package var reason: Reason
    /// In one sentence without a full stop.
    package var problem: String
    /// In one sentence without a full stop.
    package var remedy: String

    package init(_ reason: Reason, problem: String, remedy: String) {
        self.reason = reason
        self.problem = problem
        self.remedy = remedy
    }

    package var description: String { "\(problem); \(remedy)" }

    /// A limit that a letter went beyond.
    static func beyond(_ reason: Reason, _ limits: LetterLimits) -> UnreadableLetter {
        let problem =
            switch reason {
            case .letter: "the letter has more than \(limits.letter >> 20) MB"
            case .headers: "the letter's headers have more than \(limits.headers >> 10) KB"
            case .fields: "the letter's headers have more than \(limits.fields) fields"
            case .parts: "the letter has more than \(limits.parts) parts"
            case .depth: "the letter's parts lie more than \(limits.depth) deep in one another"
            case .decoded: "the letter's texts and attachments have more than \(limits.decoded >> 20) MB when decoded"
            case .file: "the letter can't be read"
            }
        return UnreadableLetter(
            reason, problem: problem, remedy: "look at the raw letter; no letter like this is taken, whoever sent it")
    }
}
