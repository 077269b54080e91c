import Attributes
import Connecting
import Testing

@testable import Engine

@Suite struct `A receive route` {
    @Test func `is read with all its keys`() throws {
        let arrival = try TestArrival(
            """
            name: r
            description: Takes invoices
            application: shop
            message: email
            folders: [INBOX, Входящие/Счета]
            bus: 2
            after: {move: Archive}
            locale: ru-RU
            timezone: Europe/Moscow
            attributes:
              Invoice: {type: string, title: Счёт, from: Subject, match: 'Inv-[0-9]+', required: true}
            links:
              - {name: invoice, description: In the subject, match: 'Inv-[0-9]+', object: Invoice, key: Number}
            deliver:
              - {connection: archive}
              - {connection: bpm, path: /messages, process: ClaimIntake, instance: existing, by: Invoice, responds: true}
              - {route: reply, with: {Email: "<From.Address>", Name: "<From.Name>"}}
            response: {IsDeclined: boolean, Message: string}
            error-response: {Reason: string}
            """, files: ["routes/reply.yaml": TestArrival.reply])
        #expect(arrival.workspace.said == "")
        let route = try arrival.route()
        #expect(route.connection == "desk" && route.folders == ["INBOX", "Входящие/Счета"] && route.bus == 2)
        #expect(route.acknowledgement == .move("Archive") && route.kind == .email)
        #expect(route.deliveries.map(\.target.description) == ["connection:archive", "connection:bpm", "route:reply"])
        #expect(route.deliveries.map(\.number) == [0, 1, 2] && route.responder == 1 && route.hasLinks)
        #expect(route.response?.names == ["IsDeclined", "Message"] && route.errorResponse?.names == ["Reason"])
        #expect(route.schema.names.last == "Invoice" && !route.isDisabled)
        let loaded = arrival.workspace.load()
        #expect(loaded.routeNames == ["r", "reply"] && loaded.receiveRouteNames == ["r"] && loaded.route("r") == nil)
    }

    @Test func `needs nothing but a mailbox`() throws {
        let route = try TestArrival("").route()
        #expect(route.folders == ["INBOX"] && route.acknowledgement == .seen && route.deliveries.isEmpty)
        #expect(route.responder == nil && !route.hasLinks)
    }

    @Test(arguments: [
        (
            "connection: bpm",
            "[bpm]: 'bpm' is of kind desk, which can't receive (name a connection with a mailbox, such as imap)"
        ),
        (
            "deliver: [{connection: bpm}]\nerror-response: {Raeson: string}",
            "[Raeson]: nothing fills 'Raeson' of an error response (did you mean 'Reason'?)"
        ),
        (
            "deliver: [{connection: bpm}]\nerror-response: {To: string}",
            "[To]: 'To' is a list of object, and is declared otherwise here (declare it so: To: {type: object, array: true})"
        ),
        (
            "error-response: {Reason: string}",
            "warning [{Reason: string}]: an error response is declared, and nobody gets it (deliver to a connection, and let it respond)"
        ),
        (
            "deliver: [{connection: bpm, error-path: /e}]",
            "[/e]: the route declares no error response (declare it: error-response: {Reason: string}, or delete 'error-path')"
        ),
        (
            "deliver: [{connection: bpm, path: '/m/<From.Address>'}]\nerror-response: {Reason: string}",
            "warning ['/m/<From.Address>']: error responses go to this path, and a letter in quarantine may lack what stands in it (write 'error-path:' without placeholders: error-path: /errors)"
        ),
        (
            "canary: {connection: desk, to: a@x.org}",
            "[desk]: 'desk' is of kind mailbox, which can't send (name a connection that sends, such as smtp)"
        ),
        (
            "canary: {connection: out, to: nobody}",
            "[nobody]: 'nobody' is not an address: it has no @ (write: to: desk@example.com)"
        ),
        (
            "canary: {connection: out, to: a@x.org, every: 5s}",
            "[5s]: a canary every 5 seconds is a burden to the servers on its way (write at least 10s; 15m is usual)"
        ),
        (
            "canary: {connection: out, to: a@x.org, every: 1m, within: 2m}",
            "[2m]: a canary would be sent before the one before it can be missed (write a 'within:' of at least 1s that is not longer than 'every:')"
        ),
        ("connection: dsk", "[dsk]: there is no connection 'dsk' (did you mean 'desk'?)"),
        (
            "after: read",
            "[read]: 'read' is nothing that can be done with a letter (write seen, flagged, keep, or {move: FOLDER})"
        ),
        ("after: move", "[move]: a letter is moved to a folder, which has a name (write {move: Archive})"),
        (
            "message: calendar-event",
            "[calendar-event]: 'desk' is of kind mailbox, which has letters and no calendar (write 'message: email': a letter with an invitation has the meeting's attributes too)"
        ),
        ("connection: calendar\nmessage: calendar-event", ""), ("folders: INBOX", ""),
        ("folders: [INBOX, inbox]", "[inbox]: 'inbox' stands here twice (delete one)"),
        (
            "email: {}",
            "[email]: 'email' is not a key of a receive route (its keys are: kind, name, connection, description, disabled, message, folders, application, bus, after, dedicated, locale, timezone, attributes, links, deliver, response, error-response, canary, tests)"
        ),
        (
            "attributes: {Invoice: string}",
            "[string]: 'Invoice' says not where letters have it (write: {type: string, from: Subject, match: '…'})"
        ),
        (
            "attributes: {subject: {type: string, from: Subject}}",
            "[subject]: every letter has 'Subject': another attribute can't be called 'subject' (choose another name)"
        ),
        (
            "attributes: {Process: {type: string, from: Subject}}",
            "[Process]: 'Process' can't be the name of an attribute: handlers get something else under 'process' (choose another name)"
        ),
        (
            "attributes: {A: {type: string, from: Sbject}}",
            "[Sbject]: there is no attribute 'Sbject' (did you mean 'Subject'?)"
        ),
        (
            "attributes: {A: {type: string, from: From.Adress}}",
            "[From.Adress]: there is no field 'Adress' in 'From.Adress' (did you mean 'Address'?)"
        ),
        (
            "attributes: {A: {type: account, from: From}}",
            "[account]: an account can't be read from a text ('Contact' is the account that a letter is from or to; declare a string for an address)"
        ),
        (
            "attributes: {A: {type: string, from: Subject, match: '(a'}}",
            "[(a]: '(a' is not a regular expression: a '(' is not closed (write it in single quotes: match: 'Inv-[0-9]+')"
        ),
        (
            "attributes: {A: {type: string, from: Subject, match: 'a$b'}}",
            "[a$b]: 'a$b' is not a regular expression: there is no text that it matches (write it in single quotes: match: 'Inv-[0-9]+')"
        ),
        (
            "attributes: {A: {type: object, fields: {N: string}, from: Subject, match: '(?<M>a)'}}",
            "[(?<M>a)]: 'A' has no field 'M', as a group is called (its fields are N)"
        ),
        (
            "attributes: {A: {type: map, from: Subject, match: 'a'}}",
            "[a]: a map's entries need two groups: the key and its value (write for instance '(\\w+): (.*)')"
        ),
    ])
    func `is told what is wrong`(keys: String, words: String) throws {
        #expect(try TestArrival.said(keys) == words)
    }

    @Test(arguments: [
        (
            "{}",
            "[{}]: an entry of 'deliver' names a connection, or a route (write {connection: NAME}, or {route: NAME, with: {…}})"
        ),
        (
            "{connection: desk}",
            "[desk]: 'desk' is of kind mailbox, which can't take messages (name a connection that takes messages, such as http, command or folder)"
        ),
        ("{connection: bmp}", "[bmp]: there is no connection 'bmp' (did you mean 'bpm'?)"),
        ("{connection: archive, path: /x}", "[/x]: 'archive' is of kind drawer, which has no paths (delete it)"),
        ("{connection: bpm, path: '/x/<Sbject>'}", "[<Sbject>]: 'Sbject' is not declared (did you mean 'Subject'?)"),
        (
            "{connection: bpm, process: P, instance: existing}",
            "[existing]: an existing instance is found by an attribute (add 'by: NAME')"
        ),
        (
            "{connection: bpm, process: P, instance: existing, by: Invoise}",
            "[Invoise]: there is no attribute 'Invoise' (did you mean 'Invoice'?)"
        ),
        (
            "{connection: bpm, process: P, instance: existing, by: To}",
            "[To]: 'To' is no single text that an instance could be found by (name one: Invoice, Thread, From.Address)"
        ),
        (
            "{connection: bpm, process: P, by: Invoice}",
            "[Invoice]: 'by' finds an existing instance (add 'instance: existing')"
        ),
        (
            "{connection: bpm, instance: new}",
            "[new]: 'instance' says how a process gets the message, and none is named (add 'process: NAME')"
        ),
        (
            "{connection: bpm, responds: true}",
            "[true]: the route declares no response (declare it: response: {Accepted: boolean}, or delete 'responds')"
        ),
        ("{connection: bpm, with: {A: b}}", "[{A: b}]: 'with' is for routes (a connection gets all attributes)"),
        ("{route: r}", "[r]: 'r' receives, and takes no messages (name a route of kind 'send')"),
        ("{route: relpy}", "[relpy]: there is no route 'relpy' (did you mean 'reply'?)"),
        (
            "{connection: bpm, route: reply}",
            "[reply]: an entry of 'deliver' names a connection or a route, not both (make two entries of it)"
        ),
        (
            "{route: reply, with: {Email: a@x.org}}",
            "[{Email: a@x.org}]: the route 'reply' needs 'Name', a string (add it: with: {Name: \"<…>\"})"
        ),
        (
            "{route: reply, with: {Email: a, Name: b, Nmae: c}}",
            "[Nmae]: 'reply' has no attribute 'Nmae' (did you mean 'Name'?)"
        ),
        (
            "{route: reply, with: {Email: a, Name: <Subject>}}",
            "[<Subject>]: 'Subject' is optional, and nothing is said for a blank (write <Subject|> if it may be blank, or a text after the '|' to show instead)"
        ),
        (
            "{route: reply, with: {Email: a, Name: <Subject|>}}",
            "[<Subject|>]: 'Name' of 'reply' must not be empty, and this may be (say what stands there instead: <Subject|no subject>)"
        ),
        (
            "{route: reply, with: {Email: a, Name: b, Count: <Subject>}}",
            "[<Subject>]: 'Count' of 'reply' is a number, and 'Subject' is a string (declare an attribute of that type: {type: number, from: Subject})"
        ),
        (
            "{route: reply, with: {Email: a, Name: b, Count: five}}",
            "[five]: 'Count' of 'reply' is a number such as 1234.50, and this is the text 'five'"
        ),
        (
            "{route: reply, with: {Email: a, Name: b, Count: '5 <Subject|>'}}",
            "[5 <Subject|>]: 'Count' of 'reply' is a number, and this is a text (write one placeholder alone, such as <From>, or a value without any)"
        ),
        (
            "{route: reply, with: {Email: a, Name: b, Client: <To>}}",
            "[<To>]: 'Client' of 'reply' is one value, and 'To' is a list (name one of its items: <To[0]>)"
        ),
        (
            "{route: reply, with: {Email: a, Name: b, Others: <From>}}",
            "[<From>]: 'Others' of 'reply' is a list, and 'From' is one value (make a list of it: [\"<From>\"])"
        ),
        (
            "{route: reply, with: {Email: a, Name: b, Flag: maybe}}",
            "[maybe]: 'Flag' of 'reply' is true or false, and this is the text 'maybe'"
        ),
        (
            "{route: reply, with: {Email: a, Name: b, Case: {Numbr: x}}}",
            "[{Numbr: x}]: 'Case' needs the field 'Number' (add it)\n[Numbr]: 'reply' has no field 'Numbr' (did you mean 'Number'?)"
        ),
    ])
    func `is told what is wrong with an entry of deliver`(entry: String, words: String) throws {
        let said = try TestArrival.said(
            "attributes: {Invoice: {type: string, from: Subject}}\ndeliver: [\(entry)]",
            files: ["routes/reply.yaml": TestArrival.reply])
        #expect(said == words)
    }

    @Test(arguments: [
        (
            "deliver: [{connection: bpm, responds: true}, {connection: archive, responds: true}]\nresponse: {A: string}",
            "[true]: another entry responds already (keep 'responds: true' in one of them)"
        ),
        (
            "deliver: [{connection: bpm}, {connection: bpm}]",
            "[bpm]: it gets the same message twice (delete one of the two entries)"
        ),
        (
            "response: {A: string}",
            "warning [{A: string}]: a response is declared, and nobody gives it (deliver to a connection that answers)"
        ),
        ("deliver: [{connection: bpm, responds: false}, {connection: archive}]\nresponse: {A: string}", ""),
    ])
    func `is told what is wrong between entries`(keys: String, words: String) throws {
        #expect(try TestArrival.said(keys) == words)
    }

    @Test(arguments: [
        (
            "{name: a, match: 'Inv-[0-9]+', object: I, key: N}, {name: b, match: 'Inv-[0-9]{4}', object: I, key: N}",
            "warning [Inv-[0-9]{4}]: the rules 'a' and 'b' both find an object 'I' in 'Inv-1111' (make one rule of them, or narrow one down: \\b at its ends keeps it to whole words)"
        ),
        ("{name: a, match: 'Inv-[0-9]+', object: I, key: N}, {name: b, match: 'Inv-[0-9]{4}', object: J, key: N}", ""),
        (
            "{name: a, match: 'Inv-[0-9]+', object: I, key: N}, {name: b, match: 'Inv-[0-9]+', object: I, key: N, from: TextBody}",
            ""
        ),
        (
            "{name: a, match: 'x', object: I, key: N, from: Bdy}",
            "[Bdy]: there is no attribute 'Bdy' (there are From, To, Cc, Bcc, ReplyTo, Subject, HtmlBody, TextBody, RawBody, Attachments, Headers, GlobalMessageId, InReplyTo, References, Thread, ReceivedDate, Contact, Location, Start, End, Uid, Sequence, Method, Attendees, Answer)"
        ),
        (
            "{name: a, match: 'x', object: I, key: N, in: tables/none.csv}",
            "[{name: a, match: 'x', object: I, key: N, in: tables/none.csv}]: the table 'tables/none.csv' does not exist (paths are relative to the workspace)"
        ),
        (
            "{name: a, match: 'x', object: I, key: N, in: tables/bad.json}",
            "[{name: a, match: 'x', object: I, key: N, in: tables/bad.json}]: the table 'tables/bad.json' has no 'N' in its item 1 ('key:' is a name that every object has)"
        ),
        (
            "{name: a, match: 'x', object: I, key: N, in: {connection: bpm, path: /invoices}}",
            "[/invoices]: the path has no place for the key: every object would be the same (write <Key> where it belongs: /invoices/<Key>)"
        ),
        (
            "{name: a, match: 'x', object: I, key: N, in: {connection: desk}}",
            "[desk]: 'desk' is of kind mailbox, which can't be asked for an object (name a file: in: tables/invoices.csv, or a connection that can)"
        ),
    ])
    func `is told what is wrong with its link rules`(rules: String, words: String) throws {
        #expect(try TestArrival.said("links: [\(rules)]", files: ["tables/bad.json": #"[{"M": 1}]"#]) == words)
    }

    @Test(arguments: [
        ("", true), ("after: keep", false), ("dedicated: true", false), ("folders: [A]\nafter: {move: B}", true),
    ])
    func `warns of a person's mailbox`(keys: String, warns: Bool) throws {
        let said = try TestArrival.said(
            keys, files: ["connections/desk.yaml": "kind: mailbox\naddress: Ivan@example.com"])
        #expect(
            said
                == (warns
                    ? "warning [desk]: the mailbox is that of 'ivan', and the route marks or moves letters in it (take a mailbox of its own, or write 'after: keep'; 'dedicated: true' if nobody else reads it)"
                    : ""))
    }

    @Test func `shares no folder with another`() throws {
        func said(_ other: String) throws -> String {
            try TestArrival(
                "folders: [INBOX, A]", files: ["routes/z.yaml": "kind: receive\nconnection: desk\n\(other)\n"]
            ).workspace.said
        }
        let words =
            "routes/z.yaml:3 [[B, inbox]]: the route 'r' reads 'inbox' of 'desk' already (a letter belongs to one route: read another folder, or make one route of the two)"
        #expect(try said("folders: [B, inbox]") == words)
        #expect(try said("folders: [B, a]") == "")
        #expect(try said("folders: [A]\ndisabled: true") == "")
    }

    @Test func `is known to editors`() throws {
        let keys = WorkspaceSchemas.route["then"]?["properties"]
        #expect(keys?["deliver"] != nil && keys?["attributes"] != nil && keys?["email"] == nil)
    }
}
