package import Attributes

/// What a message that came in carries, whatever its route says.
package enum ArrivalSchema {
    /// Names that stand beside the attributes of a message, or mean its process, and so can't be an attribute's.
    static let reserved = ["id", "route", "attempt", "process", "kind"]

    private static let person = Schema([
        Attribute("Name", .string, title: "The address when no name is known", isRequired: true),
        Attribute("Address", .string, isRequired: true),
    ])

    private static let attachment = Schema([
        Attribute("Name", .string, title: "Without its extension", isRequired: true),
        Attribute("Extension", .string, title: "With its dot"),
        Attribute("ContentType", .string, isRequired: true),
        Attribute("Inline", .boolean, title: "Shown in the HTML", isRequired: true),
    ])

    private static let link = Schema([
        Attribute("Rule", .string, isRequired: true), Attribute("Object", .string, isRequired: true),
        Attribute("Key", .string, isRequired: true), Attribute("Value", .string, isRequired: true),
    ])

    private static let contact = Schema([
        Attribute("Id", .string, isRequired: true), Attribute("Name", .string, isRequired: true),
        Attribute("Address", .string, isRequired: true), Attribute("Company", .string),
    ])

    private static let attendee = Schema([
        Attribute("Name", .string, isRequired: true), Attribute("Address", .string, isRequired: true),
        Attribute("Status", .string, title: "accepted, declined, tentative or needs-action"),
    ])

    private static let answer = Schema([
        Attribute("Attendee", .object(person), title: "Who answers", isRequired: true),
        Attribute("Status", .string, title: "accepted, declined or tentative"),
        Attribute("Uid", .string, title: "Which meeting", isRequired: true),
        Attribute("Sequence", .number, title: "Which version of it", isRequired: true),
        Attribute("IsStale", .boolean, title: "The meeting has changed since", isRequired: true),
        Attribute("IsInvited", .boolean, title: "Whether we invited that person; nothing when we know no such meeting"),
        Attribute("Comment", .string),
    ])

    private static let header = Schema([
        Attribute("Name", .string, isRequired: true), Attribute("Value", .string, isRequired: true),
    ])

    private static let letter = [
        Attribute("From", .object(person), title: "Who wrote it", isRequired: true),
        Attribute("To", .object(person), isArray: true), Attribute("Cc", .object(person), isArray: true),
        Attribute("Bcc", .object(person), isArray: true),
        Attribute("ReplyTo", .object(person), title: "Where answers go, if elsewhere"),
        Attribute("Subject", .string),
        Attribute("HtmlBody", .string, title: "HTML without scripts and pictures from elsewhere"),
        Attribute("TextBody", .string, title: "Plain text, if need be made of the HTML"),
        Attribute("RawBody", .string, title: "HTML as it came; it may be hostile"),
        Attribute("Attachments", .object(attachment), isArray: true),
        Attribute("Headers", .object(header), isArray: true),
        Attribute("GlobalMessageId", .string, title: "The Message-ID"),
        Attribute("InReplyTo", .string, title: "The Message-ID that it answers"),
        Attribute("References", .string, title: "The Message-IDs of its conversation", isArray: true),
        Attribute("Thread", .string, title: "The same for all letters of a conversation", isRequired: true),
        Attribute("ReceivedDate", .datetime, isRequired: true),
        Attribute("Links", .object(link), title: "Business objects that it speaks of", isArray: true),
        Attribute("Contact", .object(contact), title: "The account that it is from or to, staff left out"),
    ]

    private static let meeting = [
        Attribute("Location", .string), Attribute("Start", .datetime), Attribute("End", .datetime),
        Attribute("Uid", .string, title: "Which meeting"),
        Attribute("Sequence", .number, title: "Which version of it"),
        Attribute("Method", .string, title: "REQUEST, REPLY, CANCEL or COUNTER"),
        Attribute("Attendees", .object(attendee), isArray: true),
        Attribute("Answer", .object(answer), title: "What somebody says to an invitation"),
    ]

    /// The built-in attributes, those of a meeting last: letters have them when they have a calendar part.
    package static let builtIn = letter + meeting

    static let names = builtIn.map(\.name)

    /// The attributes that come with every letter.
    static let letterCount = letter.count

    /// The built-in attributes, then a route's own.
    static func schema(with own: [Attribute]) -> Schema { Schema(builtIn + own) }
}
