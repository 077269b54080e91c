import Attributes
import Peers
import Testing

/// Link rules that ask an HTTP endpoint which objects there are, from a maildir by way of a real service.
@Suite struct RegistryTests {
    private static func start(_ server: HandlerServer, path: String) async throws -> Served {
        try await Served.start([
            "connections/desk.yaml": "kind: maildir\npath: var/desk\n",
            "connections/bpm.yaml": "kind: http\nurl: \(server.url)/messages\n",
            "connections/crm.yaml": "kind: http\nurl: \(server.url)\n",
            "routes/claims.yaml": """
            kind: receive
            connection: desk
            links:
              - {name: invoice, match: '(?:Inv-\\d+|Счёт/\\S+)', object: Invoice, key: Number, in: {connection: crm\(path)}}
            deliver:
              - {connection: bpm}
            """,
        ])
    }

    private static func put(_ subject: String, _ id: String, _ served: Served) throws {
        try served.write(
            "var/desk/new/\(id)",
            "From: a@example.test\nSubject: \(subject)\nMessage-ID: <\(id)@example.test>\n\nHello\n")
    }

    private static func links(_ id: String, _ server: HandlerServer) async throws -> [String]? {
        let taken = try await server.taken().first { $0.message["GlobalMessageId"] == .string("<\(id)@example.test>") }
        guard let taken else { return nil }
        guard case .array(let links)? = taken.message["Links"] else { return [] }
        return links.compactMap { $0["Value"]?.text }
    }

    @Test(arguments: [", path: /invoices/<Key>", ", path: '/search/<Key>?exact=1'", ""])
    func `what exists is a link, what does not is none, and the same is asked once for a while`(
        path: String
    ) async throws {
        let server = try await HandlerServer.start()
        let served = try await Self.start(server, path: path)
        try Self.put("Inv-17, Inv-99 and Inv-18", "first", served)
        try await served.until("it is handed over") { try await Self.links("first", server) != nil }
        #expect(try await Self.links("first", server) == ["Inv-17", "Inv-18"])
        let asked = try await server.asked()
        #expect(Set(asked).count == 3 && asked.count == 3, "\(asked)")
        try Self.put("Inv-99 again, and Inv-17", "second", served)
        try await served.until("it is handed over") { try await Self.links("second", server) != nil }
        #expect(try await Self.links("second", server) == ["Inv-17"])
        #expect(try await server.asked() == asked)
        await served.stop()
        await server.stop()
    }

    @Test func `a key is escaped, whatever a letter says`() async throws {
        let server = try await HandlerServer.start()
        let served = try await Self.start(server, path: ", path: /invoices/<Key>")
        try Self.put("=?utf-8?Q?=D0=A1=D1=87=D1=91=D1=82/1=3Fx?=", "escaped", served)
        try Self.put("=?utf-8?Q?=D0=A1=D1=87=D1=91=D1=82/../../seen?=", "climbing", served)
        for id in ["escaped", "climbing"] {
            try await served.until("\(id) is handed over") { try await Self.links(id, server) != nil }
        }
        #expect(try await Self.links("escaped", server) == ["Счёт/1?x"])
        #expect(try await Self.links("climbing", server) == [])
        let asked = try await server.asked()
        #expect(asked.contains("/invoices/%D0%A1%D1%87%D1%91%D1%82%2F1%3Fx"), "\(asked)")
        #expect(asked.contains("/invoices/%D0%A1%D1%87%D1%91%D1%82%2F..%2F..%2Fseen"), "\(asked)")
        await served.stop()
        await server.stop()
    }

    @Test func `a letter waits for an endpoint that does not answer, and others go on`() async throws {
        let server = try await HandlerServer.start()
        let served = try await Self.start(server, path: ", path: /hesitant/<Key>")
        try Self.put("Inv-99 and Inv-17", "waits", served)
        try await served.until("that is told") { !served.events("handler-fails").isEmpty }
        let failure = try #require(served.events("handler-fails").first)
        #expect(failure["handler"] == "connection:crm")
        #expect(failure["why"]?.text?.contains("503 Service Unavailable: the database is being moved") == true)
        try Self.put("nothing to ask about", "goes", served)
        try await served.until("the other one is handed over") { try await Self.links("goes", server) == [] }
        try await served.until("it is handed over in the end") { try await Self.links("waits", server) != nil }
        #expect(try await Self.links("waits", server) == ["Inv-17"])
        #expect(try await server.taken().allSatisfy { $0.count == 1 })
        #expect(served.events("handler-works").count == 1)
        await served.stop()
        await server.stop()
    }

    @Test func `a page to log in at is no answer, and a letter that waits outlives the service`() async throws {
        let server = try await HandlerServer.start()
        let served = try await Self.start(server, path: ", path: /page/<Key>")
        try Self.put("Inv-17", "waits", served)
        try await served.until("that is told") { !served.events("handler-fails").isEmpty }
        #expect(served.events("handler-fails").first?["why"]?.text?.contains("what is not JSON") == true)
        let list = try await Router.run(["inbox", "list", "--json"], in: served.workspace)
        #expect(list.text.contains("\"state\":\"received\""), "\(list.text)")
        served.send(9)
        _ = try await served.ended()
        let route = Files.read("\(served.workspace)/routes/claims.yaml")
        try served.write("routes/claims.yaml", route.replacing("/page/", with: "/invoices/"))
        let again = try await served.again()
        await served.stop()
        try await again.until("it is handed over") { try await Self.links("waits", server) == ["Inv-17"] }
        await again.stop()
        await server.stop()
    }
}
