package import Attributes

/// What messages that came in can be handed to: an HTTP endpoint, a program, a folder.
package protocol Handler: Connector {
    /// The keys of an entry of `deliver:` that this kind understands, beside those that all do: `path`.
    static var entryKeys: [String] { get }

    /// Hands a message over, once.
    ///
    /// - Parameter message: The same message has the same `id` each time, so that a receiver can tell a repetition.
    /// - Returns: What was answered.
    /// - Throws: Why it was not taken: `again` when it may be tried again (408, 425, 429, 5xx, no answer), not before `retryAfter` where
    ///   that is said; `never` else.
    func handle(_ message: HandedMessage) async throws(Failure) -> HandlerAnswer
}

extension Handler {
    package static var entryKeys: [String] { [] }
}

/// A message on its way to a handler.
package struct HandedMessage: Sendable {
    /// The arrival's id.
    package var id: UUIDv7
    package var route: String
    /// `email`, `calendar-event`, or `error-response`.
    package var kind: String
    /// The attributes in their order; `Attachments` without their `Content`.
    package var attributes: JSON
    /// In the order of `Attachments`.
    package var attachments: [HandedAttachment]
    /// The process that is meant, when the route names one.
    package var process: HandedProcess?
    /// The entry's `path`, with its placeholders filled by values that are percent-encoded (RFC 3986 section 2.1).
    package var path: String?
    /// Which entry of the route's `deliver:` this is, from 1.
    package var entry: Int
    /// From 1.
    package var attempt: Int

    package init(
        id: UUIDv7, route: String, kind: String, attributes: JSON, attachments: [HandedAttachment] = [],
        process: HandedProcess? = nil, path: String? = nil, entry: Int = 1, attempt: Int = 1
    ) {
        self.id = id
        self.route = route
        self.kind = kind
        self.attributes = attributes
        self.attachments = attachments
        self.process = process
        self.path = path
        self.entry = entry
        self.attempt = attempt
    }

    /// The kind of what tells that a message can't be handed over.
    package static let errorResponse = "error-response"

    package var isErrorResponse: Bool { kind == Self.errorResponse }
}

/// An attachment of a message that is handed over.
package struct HandedAttachment: Hashable, Sendable {
    /// With its extension, fit to be a file's name in a folder: no separators, no control characters, never blank.
    package var fileName: String
    package var contentType: String
    package var content: [UInt8]

    package init(fileName: String, contentType: String, content: [UInt8]) {
        self.fileName = fileName
        self.contentType = contentType
        self.content = content
    }
}

/// Which process gets a message.
package struct HandedProcess: Hashable, Sendable {
    package var name: String
    /// What an existing instance is found by; `nil` for a new instance.
    package var key: String?

    package init(name: String, key: String? = nil) {
        self.name = name
        self.key = key
    }
}

/// What a handler said to a message that it took.
package struct HandlerAnswer: Hashable, Sendable {
    /// For people: `200 OK`, `exit 0`.
    package var words: String
    /// The response's attributes; `nil` when nothing was said, or nothing that is JSON.
    package var response: JSON?

    package init(words: String, response: JSON? = nil) {
        self.words = words
        self.response = response
    }
}
