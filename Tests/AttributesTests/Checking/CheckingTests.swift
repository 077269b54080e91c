import Attributes
import Peers
import Testing

struct CheckingTests {
    private static let ivan = Account(
        id: "ivan", name: "Иван Петров", address: "ivan@example.com", language: .russian, zone: .utc, isStaff: true)
    private static let anna = Account(id: "anna", name: "Анна", address: "Anna@Example.com")

    private static let client = Schema([
        Attribute("Number", .string, isRequired: true), Attribute("Total", .number, isRequired: true),
        Attribute("Note", .string), Attribute("By", .account, isArray: true),
    ])

    private static let schema = Schema([
        Attribute("Title", .string, title: "Тема", isRequired: true, isNotEmpty: true), Attribute("Count", .number),
        Attribute("Sure", .boolean), Attribute("Start", .datetime), Attribute("Length", .duration),
        Attribute("Stay", .period), Attribute("Order", .object(client)), Attribute("Labels", .map),
        Attribute("Who", .account), Attribute("People", .account, isArray: true), Attribute("Paper", .document),
        Attribute("Papers", .document, isArray: true), Attribute("Tags", .string, isArray: true, isNotEmpty: true),
        Attribute("a/b~c", .string),
    ])

    private func context() throws -> CheckingContext {
        let moscow = try #require(Zone.named("Europe/Moscow"))
        return CheckingContext(
            accounts: Directory(accounts: [Self.ivan, Self.anna]), zone: moscow, documents: .refused,
            attachmentLimit: 1000)
    }

    /// Checks `{"Title": "t", …}` with more members.
    private func check(_ members: String, _ context: CheckingContext? = nil) throws -> Result<Record, Mismatches> {
        try Self.schema.check(
            JSON.read("{\"Title\":\"t\"\(members.isEmpty ? "" : ",")\(members)}"), in: context ?? self.context())
    }

    private func sentences(_ result: Result<Record, Mismatches>) -> [String] {
        switch result {
        case .success: []
        case .failure(let mismatches): mismatches.sentences()
        }
    }

    @Test func `every type takes what its row says`() throws {
        func value(_ members: String, _ name: String) throws -> Value { try check(members).get()[name] }
        func instant(_ text: String) throws -> Instant { try Instant(text, in: .utc) }

        #expect(try value("", "Title") == .string("t"))
        #expect(try value("", "Count") == .nothing)
        #expect(try value(#""Count":null"#, "Count") == .nothing)
        #expect(try value(#""Count":1.50"#, "Count") == .number(DecimalNumber("1.5")))
        #expect(
            try value(#""Count":"-12345678901234567890.05""#, "Count")
                == .number(DecimalNumber("-12345678901234567890.05")))
        #expect(try value(#""Sure":false"#, "Sure") == .boolean(false))
        #expect(try value(#""Start":"2026-12-01T10:00""#, "Start") == .datetime(instant("2026-12-01T07:00Z")))
        #expect(try value(#""Start":"2026-12-01T10:00Z""#, "Start") == .datetime(instant("2026-12-01T10:00Z")))
        #expect(try value(#""Length":"1h30m""#, "Length") == .duration(.seconds(5400)))
        let hour = try Period(start: instant("2026-12-01T07:00Z"), end: instant("2026-12-01T08:00Z"))
        #expect(try value(#""Stay":"2026-12-01T10:00/PT1H""#, "Stay") == .period(hour))
        #expect(try value(#""Stay":"2026-12-01T10:00/2026-12-01T11:00""#, "Stay") == .period(hour))
        #expect(try value(#""Stay":{"start":"2026-12-01T10:00","end":"2026-12-01T11:00"}"#, "Stay") == .period(hour))
        #expect(try value(#""Stay":{"End":"2026-12-01T11:00","Start":"2026-12-01T10:00"}"#, "Stay") == .period(hour))
        #expect(
            try value(#""Order":{"Total":1,"Number":"A"}"#, "Order")
                == .object(Record(Self.client, [.string("A"), .number(DecimalNumber(1)), .nothing, .nothing])))
        #expect(
            try value(#""Labels":{"b":"1","a":""}"#, "Labels")
                == .map([.init(key: "b", value: "1"), .init(key: "a", value: "")]))
        #expect(try value(#""Tags":["a","b"]"#, "Tags") == .list([.string("a"), .string("b")]))
        #expect(try value(#""People":[]"#, "People") == .list([]))
    }

    @Test func `an account is found by id, by address, or stands in the data`() throws {
        func who(_ json: String) throws -> Value { try check("\"Who\":\(json)").get()["Who"] }
        #expect(try who(#""ivan""#) == .account(Self.ivan))
        #expect(try who(#""IVAN@example.com""#) == .account(Self.ivan))
        #expect(
            try who(#""new@example.com""#) == .account(Account(name: "new@example.com", address: "new@example.com")))
        #expect(
            try who(#"{"Name":"New","Address":"new@example.com"}"#)
                == .account(Account(name: "New", address: "new@example.com")))
        #expect(
            try who(#"{"Address":"new@example.com"}"#)
                == .account(Account(name: "new@example.com", address: "new@example.com")))
        // The account lends what the data don't have.
        let named = Account(
            id: "ivan", name: "Vanya", address: "Ivan@example.com", language: .russian, zone: .utc, isStaff: true)
        #expect(try who(#"{"Name":"Vanya","Address":"Ivan@example.com"}"#) == .account(named))
    }

    @Test(arguments: [
        (#""Count":true"#, "data: /Count: expected a number such as 1234.50, found true"),
        (
            #""Count":"1,5""#,
            "data: /Count: expected a number such as 1234.50 (the decimal sign is a point), found the text '1,5'"
        ),
        (#""Sure":"true""#, "data: /Sure: expected true or false (without quotes), found the text 'true'"),
        (#""Sure":1"#, "data: /Sure: expected true or false, found the number 1"),
        (
            #""Start":"tomorrow""#,
            "data: /Start: expected a date and time such as 2026-12-01T10:00, found the text 'tomorrow'"
        ),
        (
            #""Start":"2026-02-30""#,
            "data: /Start: expected a date and time such as 2026-12-01T10:00 (February 2026 has 28 days), found the text '2026-02-30'"
        ),
        (#""Start":"""#, "data: /Start: expected a date and time such as 2026-12-01T10:00, found an empty text"),
        (#""Start":17"#, "data: /Start: expected a date and time such as 2026-12-01T10:00, found the number 17"),
        (
            #""Length":"P1M""#,
            "data: /Length: expected a duration such as PT1H30M or 1h30m (a month has no fixed length: write days, as in P30D; minutes are PT30M), found the text 'P1M'"
        ),
        (
            #""Stay":"2026-12-02/2026-12-01""#,
            "data: /Stay: expected a period such as 2026-12-01T10:00/PT1H, or {start, end} (the end is before the start), found the text '2026-12-02/2026-12-01'"
        ),
        (
            #""Stay":{"start":"2026-12-02"}"#,
            "data: /Stay/end: expected a date and time such as 2026-12-01T10:00, found nothing"
        ),
        (
            #""Stay":{"start":"2026-12-02","end":"2026-12-01"}"#,
            "data: /Stay/end: expected an end that is not before the start, found the text '2026-12-01'"
        ),
        (#""Order":[]"#, "data: /Order: expected an object with Number, Total, Note, By, found an empty list"),
        (#""Order":{"Number":"A","Total":null}"#, "data: /Order/Total: expected a number such as 1234.50, found null"),
        (
            #""Order":{"Number":1,"Total":1}"#,
            "data: /Order/Number: expected a text (in double quotes it is one: \"1\"), found the number 1"
        ),
        (
            #""Order":{"Number":"1","Total":1,"Notes":""}"#,
            "data: /Order/Notes: expected a declared field (did you mean 'Note'?), found the key 'Notes'"
        ),
        (
            #""Order":{"Number":"1","Total":1,"By":["ivan","nobody@"]}"#,
            "data: /Order/By/1: expected an account's id, an e-mail address, or {Name, Address} (the address has nothing after its @), found the text 'nobody@'"
        ),
        (
            #""Labels":{"a":1}"#,
            "data: /Labels/a: expected a text (in double quotes it is one: \"1\"), found the number 1"
        ),
        (#""Labels":["a"]"#, "data: /Labels: expected an object of texts, found a list of 1"),
        (
            #""Who":"ivna""#,
            "data: /Who: expected an account's id, an e-mail address, or {Name, Address} (did you mean 'ivan'?), found the text 'ivna'"
        ),
        (
            #""Who":"somebody""#,
            "data: /Who: expected an account's id, an e-mail address, or {Name, Address} (no account has this id), found the text 'somebody'"
        ),
        (
            #""Who":"""#,
            "data: /Who: expected an account's id, an e-mail address, or {Name, Address}, found an empty text"
        ),
        (
            #""Who":7"#,
            "data: /Who: expected an account's id, an e-mail address, or {Name, Address}, found the number 7"
        ),
        (
            #""Who":["ivan"]"#,
            "data: /Who: expected an account's id, an e-mail address, or {Name, Address}, found a list of 1"
        ),
        (#""Who":{"Name":"I"}"#, "data: /Who/Address: expected a text, found nothing"),
        (
            #""Who":{"Name":"I","Address":"x"}"#,
            "data: /Who/Address: expected an e-mail address (it has no @), found the text 'x'"
        ),
        (
            #""Who":{"Name":"I\r\nBcc: x@y","Address":"x@y"}"#,
            "data: /Who/Name: expected a name without line breaks and control characters, found the text 'I␍␊Bcc: x@y'"
        ),
        (
            #""Who":{"name":"I","Address":"x@y"}"#,
            "data: /Who/name: expected a declared field (did you mean 'Name'?), found the key 'name'"
        ),
        (
            #""People":"ivan""#,
            "data: /People: expected a list, each item an account's id, an e-mail address, or {Name, Address} (one item is a list too: […]), found the text 'ivan'"
        ),
        (
            #""People":["ivan",null]"#,
            "data: /People/1: expected an account's id, an e-mail address, or {Name, Address}, found null"
        ),
        (#""Tags":[]"#, "data: /Tags: expected a list that is not empty, found an empty list"),
        (#""Titel":"x""#, "data: /Titel: expected a declared attribute (did you mean 'Title'?), found the key 'Titel'"),
        (#""title":"x""#, "data: /title: expected a declared attribute (did you mean 'Title'?), found the key 'title'"),
        (#""Unheard":1"#, "data: /Unheard: expected a declared attribute, found the key 'Unheard'"),
        (#""a/b~c":1"#, "data: /a~1b~0c: expected a text (in double quotes it is one: \"1\"), found the number 1"),
        (#""x\u001b[2J":1"#, "data: /x␛[2J: expected a declared attribute, found the key 'x␛[2J'"),
        (
            #""Count":"0123456789012345678901234567890123456789012345678901234567890123456789 \u0007""#,
            "data: /Count: expected a number such as 1234.50 (the digits are written without separators), found the text '012345678901234567890123456789012345678901234567890123456789…'"
        ),
    ])
    func `what does not fit is named with its place`(members: String, sentence: String) throws {
        #expect(try sentences(check(members)) == [sentence])
    }

    @Test(arguments: [
        ("{}", "data: /Title: expected a text, found nothing"),
        (#"{"Title":null}"#, "data: /Title: expected a text, found null"),
        (#"{"Title":""}"#, "data: /Title: expected a text, not empty, found an empty text"),
        (#"{"Title":{}}"#, "data: /Title: expected a text, not empty, found an empty object"),
        ("[]", "data: expected an object with Title, Count, Sure, Start, Length, …, found an empty list"),
        ("null", "data: expected an object with Title, Count, Sure, Start, Length, …, found null"),
    ])
    func `what is required must be there, and not be empty where that is asked`(json: String, sentence: String) throws {
        #expect(try sentences(Self.schema.check(JSON.read(json), in: context())) == [sentence])
    }

    @Test func `all mistakes are told at once, in the order of the schema`() throws {
        let result = try Self.schema.check(
            JSON.read(#"{"Nope":1,"Start":"x","Count":"y","Order":{"Total":"z"}}"#), in: context())
        guard case .failure(let mismatches) = result else {
            Issue.record("it fits")
            return
        }
        #expect(
            mismatches.list.map(\.pointer) == ["/Title", "/Count", "/Start", "/Order/Number", "/Order/Total", "/Nope"])
        #expect(
            mismatches.json.printed().hasPrefix(
                #"[{"pointer":"/Title","expected":"a text","found":"nothing"},{"pointer":"/Count","expected":"a number such as 1234.50","found":"the text 'y'"},"#
            ))
        #expect(
            mismatches.list.last?.json.printed()
                == #"{"pointer":"/Nope","expected":"a declared attribute","found":"the key 'Nope'"}"#)
    }

    @Test func `after a hundred mistakes the rest is counted`() throws {
        let tags = Array(repeating: "1", count: 250).joined(separator: ",")
        let result = try check("\"Tags\":[\(tags)]")
        guard case .failure(let mismatches) = result else {
            Issue.record("it fits")
            return
        }
        #expect(mismatches.list.count == 100)
        #expect(mismatches.count == 250)
        #expect(mismatches.sentences().count == 101)
        #expect(mismatches.sentences(for: "a.json").last == "a.json: and 150 more")
    }

    @Test func `many slips in a large directory are answered in time`() throws {
        var context = try context()
        context.accounts = Directory(
            accounts: (0..<20_000).map { Account(id: "person\($0)", name: "x", address: "p\($0)@example.com") })
        let names = (0..<200).map { "\"perzon\($0)\"" }.joined(separator: ",")
        let time = try Work.measure {
            let result = try check("\"People\":[\(names)]", context)
            #expect(sentences(result).first?.contains("did you mean 'person0'?") == true)
            #expect(sentences(result).count == 101)
        }
        #expect(time < .seconds(20))
    }
}
