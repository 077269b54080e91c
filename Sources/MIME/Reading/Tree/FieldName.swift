/// The fields that are looked at, told apart without making strings.
enum FieldName: UInt8, CaseIterable {
    case from, to, cc, bcc, replyTo, subject, date, messageID, inReplyTo, references
    case contentType, contentTransferEncoding, contentDisposition, contentID, contentLocation
    case mimeVersion, received, returnPath, failedRecipients
    case other

    private var text: StaticString {
        switch self {
        case .from: "from"
        case .to: "to"
        case .cc: "cc"
        case .bcc: "bcc"
        case .replyTo: "reply-to"
        case .subject: "subject"
        case .date: "date"
        case .messageID: "message-id"
        case .inReplyTo: "in-reply-to"
        case .references: "references"
        case .contentType: "content-type"
        case .contentTransferEncoding: "content-transfer-encoding"
        case .contentDisposition: "content-disposition"
        case .contentID: "content-id"
        case .contentLocation: "content-location"
        case .mimeVersion: "mime-version"
        case .received: "received"
        case .returnPath: "return-path"
        case .failedRecipients: "x-failed-recipients"
        case .other: ""
        }
    }

    /// By length, so that a name is compared with few others.
    private static let byLength: [[(name: FieldName, text: [UInt8])]] = (0...32).map { length in
        allCases.filter { $0 != .other && $0.text.utf8CodeUnitCount == length }.map { name in
            (name, Array(UnsafeBufferPointer(start: name.text.utf8Start, count: name.text.utf8CodeUnitCount)))
        }
    }

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self = .other
        guard range.count < Self.byLength.count else { return }
        for candidate in Self.byLength[range.count] {
            var position = range.lowerBound
            var isSame = true
            for byte in candidate.text {
                if bytes[position] | 0x20 != byte | 0x20 {
                    isSame = false
                    break
                }
                position += 1
            }
            if isSame {
                self = candidate.name
                return
            }
        }
    }
}

/// A field of a header as it stands in the letter.
struct RawField {
    var name: FieldName
    var nameRange: Range<Int>
    /// Behind the colon, folded, without the last line end.
    var value: Range<Int>
}
