import Attributes
import MIME

/// A route that puts each attribute into as many places of a letter as there are.
enum OpenRoute {
    static let files = [
        "connections/local.yaml": """
        kind: maildir
        default: true
        path: var/mail
        sender: {address: robot@example.com, name: Робот}
        signature: {text: Regards, html: <p>Regards</p>}
        """,
        "templates/body.html": """
        <!DOCTYPE html>
        <title><Page></title><p id="first" title="<Page>">[<Page>]</p>
        <a href='https://example.com/<Page>/?q=<Page>#<Page>'>x</a>
        """,
        "templates/body.txt": "[<Text>]\n",
        "routes/open.yaml": """
        kind: send
        timezone: Europe/Berlin
        attributes:
          Subject: {type: string, required: true}
          Sender: {type: string, required: true}
          Guest: {type: account, required: true}
          Name: {type: string, required: true}
          Email: {type: string, required: true}
          Case: {type: string, required: true}
          Page: {type: string, required: true}
          Text: {type: string, required: true}
          File: {type: document, required: true}
          Title: {type: string, required: true}
          Place: {type: string, required: true}
          Details: {type: string, required: true}
          Key: {type: string, required: true}
        email:
          from: {address: robot@example.com, name: "<Sender>"}
          reply-to: {address: reply@example.com, name: "<Sender>"}
          to:
            - {account: <Guest>}
            - {address: "<Email>", name: "<Name>"}
          cc: {address: copy@example.com, name: "<Name>"}
          bcc: hidden@example.com
          subject: "A <Subject> Z"
          format: both
          body: {html: templates/body.html, text: templates/body.txt}
          attachments: [<File>]
          headers: {X-Case: "A <Case> Z"}
          meeting:
            key: "<Key>"
            start: 2026-12-01T10:00
            title: "A <Title> Z"
            location: "A <Place> Z"
            description: "A <Details> Z"
            reminder: 15m
        """,
    ]

    /// Where a value goes in: the attribute, and for one with fields the field.
    enum Entry: String, CaseIterable, Sendable {
        case subject = "Subject"
        case sender = "Sender"
        case guest = "Guest"
        case name = "Name"
        case email = "Email"
        case header = "Case"
        case page = "Page"
        case text = "Text"
        case file = "File"
        case title = "Title"
        case place = "Place"
        case details = "Details"
        case key = "Key"
    }

    /// What all other attributes hold.
    static func harmless(_ entry: Entry) -> String {
        switch entry {
        case .email: "second@example.com"
        case .file: "file"
        default: "harmless"
        }
    }

    /// A submission in which one attribute holds a value.
    static func data(_ value: String, as entry: Entry) -> JSON {
        .object(
            Entry.allCases.map { each in
                let text = each == entry ? value : harmless(each)
                let json: JSON =
                    switch each {
                    case .guest: ["Name": .string(text), "Address": "guest@example.com"]
                    case .file: ["Name": .string(text), "Extension": ".pdf", "Content": "aGVsbG8="]
                    default: .string(text)
                    }
                return JSON.Member(name: each.rawValue, value: json)
            })
    }
}
