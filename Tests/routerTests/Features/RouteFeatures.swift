import Testing

@Suite struct `What a route can do` {
    @Test func `a disabled route sends nothing and says so`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/rest.yaml": "kind: send\ndisabled: true\nemail: {to: a@example.com, subject: x, body: x}\n"
        ])
        let outcome = try await workspace.send("rest", "{}")
        #expect(outcome.status == 78)
        #expect(
            outcome.stderr == """
                error[disabled]: the route 'rest' is disabled
                  help: delete 'disabled: true' in routes/rest.yaml

                """)
        #expect(try workspace.letters == [])
    }

    @Test func `a route is called as its file is, and sends through the connection that it names`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "connections/other.yaml": "kind: maildir\npath: other\nsender: {address: other@example.com}\n",
            "routes/far.yaml": "kind: send\nconnection: other\nemail: {to: a@example.com, subject: x, body: x}\n",
        ])
        let sent = try await workspace.send("far", "{}", "--json").json
        #expect(sent.route == "far" && sent.connection == "other")
        #expect(try workspace.files(below: "other/new").count == 1)
        #expect(try workspace.letters == [])
    }

    @Test func `a message's name is unique, and addresses its route`() async throws {
        let route = "kind: send\nmessage: Greeting\nemail: {to: a@example.com, subject: x, body: x}\n"
        let workspace = try TemporaryWorkspace.small(["routes/first.yaml": route])
        #expect(try await workspace.send("Greeting", "{}", "--json").json.route == "first")
        try workspace.write("routes/second.yaml", route)
        let checked = try await workspace.router("check")
        #expect(checked.status == 78)
        #expect(
            checked.stderr.contains("[duplicate-message]: the message name 'Greeting' belongs to routes/first.yaml"))
    }

    @Test func `a route belongs to an application`() async throws {
        let route = "kind: send\napplication: hr\nemail: {to: a@example.com, subject: x, body: x}\n"
        let workspace = try TemporaryWorkspace.small(["routes/mine.yaml": route])
        #expect(try await workspace.router("check", "--strict").status == 0)
        try workspace.write("routes/mine.yaml", route.replacing("hr", with: "{name: hr}"))
        #expect(try await workspace.router("check").status == 78)
    }

    @Test(arguments: [("0", 0), ("3", 0), ("4", 78), ("-1", 78)])
    func `a route rides on one of four buses`(bus: String, status: Int) async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/bus.yaml": "kind: send\nbus: \(bus)\nemail: {to: a@example.com, subject: x, body: x}\n"
        ])
        let outcome = try await workspace.router("check")
        #expect(outcome.status == status)
        #expect(outcome.stderr.contains("there is no bus \(bus)") == (status != 0))
    }

    @Test func `attributes have a name, a title and a type, and are required, not empty, or lists`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/order.yaml": """
            kind: send
            attributes:
              Number: {type: string, title: Номер заказа, required: true, not-empty: true}
              Items: {type: number, array: true, not-empty: true}
            email: {to: a@example.com, subject: "<Number>", body: x}

            """
        ])
        let shown = try await workspace.router("show", "order", "--json").json.attributes
        let number = shown[0]
        #expect(number.name == "Number" && number.title == "Номер заказа" && number.type == "string")
        #expect(number.required == true && number.notEmpty == true && number.array == false)
        #expect(shown[1].title == .null && shown[1].required == false && shown[1].array == true)
        for wrong in ["{}", #"{"Number": ""}"#, #"{"Number": "1", "Items": []}"#, #"{"Number": "1", "Items": 5}"#] {
            #expect(try await workspace.send("order", wrong).status == 65)
        }
        #expect(try await workspace.send("order", #"{"Number": "1", "Items": [5]}"#).status == 0)
    }

    @Test func `what the author of a template may use is shown, with a sample`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let shown = try await workspace.router("show", "order-shipped")
        #expect(shown.status == 0)
        #expect(
            shown.stderr.hasPrefix(
                """
                order-shipped → local: Tells a client that an order is on its way
                  Client      account   required  Клиент
                    .Id       string
                    .Name     string
                    .Address  string
                  Order       object    required  Заказ
                    .Number   string
                    .Total    number
                  Arrives     period    optional  Доставка
                    .Start    datetime
                    .End      datetime
                  Travels     duration  optional  В пути
                  Gift        boolean   optional  Подарок

                """), "\(shown.told)")
        // The fields of an object are seen in the sample.
        #expect(try shown.json.Order.keys == ["Number", "Total"])
    }

    @Test func `an undeclared placeholder disables its route, and no other`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/slip.yaml": """
            kind: send
            attributes: {Title: {type: string, required: true}}
            email: {to: a@example.com, subject: "<Titel>", body: x}

            """
        ])
        let slip = try await workspace.send("slip", #"{"Title": "x"}"#)
        #expect(slip.status == 78)
        #expect(slip.stderr.contains("error[undeclared-placeholder]: 'Titel' is not declared"))
        #expect(slip.stderr.contains("help: did you mean 'Title'?"))
        #expect(try workspace.letters == [])
        #expect(try await workspace.send("note", #"{"To": "a@example.com", "Title": "x"}"#).status == 0)
    }
}
