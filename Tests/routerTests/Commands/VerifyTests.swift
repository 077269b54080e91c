import Testing

@Suite struct `verify runs the tests that routes carry` {
    private static let route = """
        kind: send
        attributes:
          Title: {type: string, required: true}
        email: {to: ivan@example.com, subject: <Title>, body: "Hello\\n<Title>\\nBye"}
        tests:
          - {name: right, data: {Title: one}, expect: {subject: one}}
          - name: wrong
            data: {Title: two}
            expect: {subject: one, to: [maria@example.com], text: "Hello\\none\\nBye\\n"}
          - {name: refused, data: {Titel: x}, expect: {subject: x}}
          - {name: absent, file: data/absent.json, expect: {subject: x}}

        """

    @Test func `and prints what differs, line by line`() async throws {
        let workspace = try TemporaryWorkspace.small(["routes/told.yaml": Self.route])
        let outcome = try await workspace.router("verify", "told")
        #expect(outcome.status == 1)
        #expect(
            outcome.stdout == """
                ✓ told: right
                ✗ told: wrong
                    subject:
                      - one
                      + two
                    to[0]:
                      - maria@example.com
                      + ivan@example.com
                    text:
                        Hello
                      - one
                      + two
                        Bye
                      - \("")
                ✗ told: refused
                    data: /Title: expected a text, found nothing
                    data: /Titel: expected a declared attribute (did you mean 'Title'?), found the key 'Titel'
                ✗ told: absent
                    the data file 'data/absent.json' does not exist

                """)
        #expect(outcome.stderr == "1 passed, 3 failed\n")
        #expect(!workspace.exists("var"))
    }

    @Test func `as JSON one line a test`() async throws {
        let workspace = try TemporaryWorkspace.small(["routes/told.yaml": Self.route])
        let outcome = try await workspace.router("verify", "--json")
        #expect(outcome.status == 1)
        let lines = try outcome.jsonLines
        #expect(lines.map(\.passed) == [true, false, false, false])
        #expect(lines.allSatisfy { $0.keys == ["differences", "passed", "route", "test"] })
        #expect(lines[0].differences == [] && lines[0].test == "right" && lines[0].route == "told")
    }

    @Test func `a workspace with errors is not verified as a whole, a good route alone is`() async throws {
        var files = CheckTests.wrong
        files["routes/told.yaml"] = """
            kind: send
            email: {to: ivan@example.com, subject: hello, body: hello}
            tests:
              - {name: greets, data: {}, expect: {subject: hello}}

            """
        let workspace = try TemporaryWorkspace.small(files)
        let whole = try await workspace.router("verify")
        #expect(whole.status == 78)
        #expect(whole.stderr.contains("error[workspace]: the workspace is wrong"))
        let one = try await workspace.router("verify", "told")
        #expect(one.status == 0, "\(one.told)")
        #expect(one.stdout == "✓ told: greets\n")
    }
}
