internal import Connecting
internal import MIME

/// What a letter is or is not.
struct LetterFlags: OptionSet {
    let rawValue: Int64

    init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    static let retriesUnknown = Self(rawValue: 1)
    static let needsSMTPUTF8 = Self(rawValue: 2)
    /// It is due at a time that somebody named, whatever the clock does.
    static let isScheduled = Self(rawValue: 4)

    /// Those of a new letter.
    init(_ new: NewLetter) {
        self = []
        if new.unknown == .retry { insert(.retriesUnknown) }
        if new.letter.content.needsSMTPUTF8 { insert(.needsSMTPUTF8) }
        if new.due != nil { insert(.isScheduled) }
    }

    var unknown: UnknownPolicy { contains(.retriesUnknown) ? .retry : .hold }
}
