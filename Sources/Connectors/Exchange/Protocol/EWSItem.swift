internal import Attributes
internal import XML

/// What lists of items tell of one.
struct EWSItem: Hashable, Sendable {
    var id: EWSItemID
    /// `IPM.Note`, `IPM.Schedule.Meeting.Request`.
    var itemClass: String
    var received: Instant?
    /// As the server wrote it.
    var receivedText: String
    var size: Int?
    var isRead: Bool?
    /// `InternetMessageId`, with its angle brackets.
    var messageID: String?

    /// What must be asked for.
    static let properties: [EWSProperty] = [
        .field("item:ItemClass"), .field("item:DateTimeReceived"), .field("item:Size"),
    ]

    /// A request, a cancellation, an answer.
    var isAboutMeeting: Bool { itemClass.lowercased().hasPrefix("ipm.schedule.meeting") }

    var isMeetingRequest: Bool { itemClass.lowercased().hasPrefix("ipm.schedule.meeting.request") }

    init?(_ element: XMLElement) {
        guard let id = EWSItemID(element["ItemId"]) else { return nil }
        self.id = id
        itemClass = element["ItemClass"]?.trimmed ?? ""
        receivedText = element["DateTimeReceived"]?.trimmed ?? ""
        received = try? Instant(receivedText, in: .utc)
        size = element["Size"].flatMap { Int($0.trimmed) }
        isRead = element["IsRead"].map { $0.trimmed == "true" }
        messageID = element["InternetMessageId"]?.trimmed
    }
}
