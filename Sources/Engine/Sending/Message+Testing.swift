package import Attributes
import Connecting
import MIME

extension Message {
    /// A letter that shows that a connection works.
    ///
    /// - Throws: When the connection has no sender.
    package init(testing connection: Connection, to recipients: [String], in workspace: Workspace) throws(Mismatches) {
        try self.init(
            from: connection, to: recipients, in: workspace, subject: "Test of the connection '\(connection.name)'",
            text: "This letter shows that the connection '\(connection.name)' works.\nСоединение работает.\n")
    }

    /// A letter that tells people of something that needs them.
    ///
    /// - Throws: When the connection has no sender.
    init(
        alert subject: String, _ text: String, through connection: Connection, to recipients: [String],
        in workspace: Workspace
    ) throws(Mismatches) {
        try self.init(from: connection, to: recipients, in: workspace, subject: "router: \(subject)", text: text)
    }

    /// A letter that a receive route sends to itself.
    ///
    /// - Throws: When the connection has no sender.
    init(
        canary token: String, of route: String, through connection: Connection, to recipient: String,
        in workspace: Workspace
    ) throws(Mismatches) {
        try self.init(
            from: connection, to: [recipient], in: workspace, subject: "router: canary of the route '\(route)'",
            text: "This letter shows that letters reach the route '\(route)'. router takes it out again by itself.\n",
            headers: [Draft.Field(name: Canary.header, value: token)])
    }

    private init(
        from connection: Connection, to recipients: [String], in workspace: Workspace, subject: String, text: String,
        headers: [Draft.Field] = []
    ) throws(Mismatches) {
        guard let sender = connection.senderMailbox else {
            throw Mismatches([Mismatch("", expected: "a sender for the letter", found: "none")])
        }
        let id = UUIDv7().description
        let now = Instant.now
        var draft = Draft(
            from: sender, subject: subject, date: now, zone: workspace.settings.zone, messageID: "")
        draft.to = recipients.map { Mailbox(address: $0) }
        draft.text = text
        draft.headers = [Draft.Field(name: "Auto-Submitted", value: "auto-generated")] + headers
        var rendered = RenderedLetter(
            draft: draft, bcc: [], recipients: draft.to.unique().map(\.wireAddress), meeting: nil)
        let content = try Submission.content(of: &rendered, id: id)
        self.init(
            submission: id, route: "", connection: connection.name,
            letter: Letter(
                id: id, messageID: rendered.draft.messageID, sender: sender.wireAddress,
                recipients: rendered.recipients,
                content: content),
            rendered: rendered)
    }
}
