import Attributes
import Testing

@testable import Console

@Suite struct GrammarTests {
    @Test(arguments: [
        ("/v1/a%20b/c", ["v1", "a b", "c"]), ("/", [""]), ("/a%2Fb", ["a/b"]), ("/a+b", ["a+b"]),
        ("/%D0%96", ["Ж"]),
    ])
    func `a path is taken apart before it is decoded`(_ text: String, _ segments: [String]) {
        #expect(Target(text)?.segments == segments)
    }

    @Test(arguments: ["", "a", "/%", "/%4", "/%zz", "/%ff", "/a#b", "*", "/?a=%e2%28"])
    func `what is no path is none`(_ text: String) {
        #expect(Target(text) == nil)
    }

    @Test func `a query keeps its order, its blanks and its plus signs`() {
        let query = Target("/x?a=1+2&b&c=%2B=&a=")?.query.map { "\($0.name)>\($0.value)" }
        #expect(query == ["a>1 2", "b>", "c>+=", "a>"])
    }

    @Test(arguments: [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
        ("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", true),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", false),
        ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false),
        ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false), ("", false), ("00-1-2-3", false),
    ])
    func `a trace context is taken as W3C wants it`(_ text: String, isOne: Bool) {
        #expect((TraceContext(text) != nil) == isOne)
    }

    @Test func `a new trace context is one`() {
        for _ in 1...1_000 {
            let trace = TraceContext()
            #expect(TraceContext(trace.text) == trace)
        }
    }

    @Test(arguments: [
        ("*/*", true), ("text/html, */*;q=0.1", true), ("application/*", true), ("application/json", true),
        ("APPLICATION/JSON ; charset=utf-8", true), ("text/html", false), ("application/json;q=0", false), ("", true),
        ("application/problem+json", false), ("x", false),
    ])
    func `accepting is by the type, whatever stands around it`(_ header: String, isTaken: Bool) {
        #expect(MediaType.accepts(header, oneOf: ["application/json"]) == isTaken)
    }

    @Test func `a form is read with all that browsers write`() throws {
        let body = [
            "--x", "Content-Disposition: form-data; name=\"data\"", "", "{\"Title\": \"a\"}", "--x",
            "Content-Disposition: form-data; name=\"Files\"; filename=\"a %22b%22; c.txt\"",
            "Content-Type: text/plain", "", "--not a boundary\r\n--", "--x",
            "Content-Disposition: form-data; name=\"To\"", "", "ivan@example.com", "--x--", "",
        ].joined(separator: "\r\n")
        let media = try #require(MediaType("multipart/form-data; boundary=x"))
        let json = try FormData.read(Array(body.utf8), media).json
        #expect(
            json == [
                "Title": "a",
                "Files": [
                    "Name": "a \"b\"; c.txt", "Content": .string(Base64.encode(Array("--not a boundary\r\n--".utf8))),
                ],
                "To": "ivan@example.com",
            ])
    }

    @Test(arguments: [
        "", "--x", "--x\r\n", "--x\r\n\r\n", "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv", "--y\r\n\r\nv\r\n--y--",
        "--xx\r\n\r\nv\r\n--xx--",
        "--x\r\nContent-Disposition: form-data; name=data\r\n\r\n[]\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=data\r\n\r\n{\"a\":1}\r\n--x\r\n"
            + "Content-Disposition: form-data; name=a\r\n\r\nv\r\n--x--",
    ])
    func `a form that is none is refused`(_ body: String) throws {
        let media = try #require(MediaType("multipart/form-data; boundary=\"x\""))
        #expect(throws: Problem.self) { try FormData.read(Array(body.utf8), media) }
    }

    @Test func `cut anywhere, or with any byte changed, a form does no harm`() throws {
        let body = Array(
            "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nv\r\n--x--\r\n".utf8)
        let media = try #require(MediaType("multipart/form-data; boundary=x"))
        var taken = 0
        for place in body.indices {
            for byte in [UInt8](0...255) {
                var changed = body
                changed[place] = byte
                if (try? FormData.read(changed, media)) != nil { taken += 1 }
            }
            if (try? FormData.read(Array(body[..<place]), media)) != nil { taken += 1 }
        }
        #expect(taken > 0)
    }

    @Test func `an address is read with its port`() {
        #expect(ServerAddress("127.0.0.1:80")?.shown == "127.0.0.1:80")
        #expect(ServerAddress("[::1]:0") == ServerAddress(host: "::1", port: 0))
        #expect(ServerAddress("[::1]:0")?.shown == "[::1]:0")
        for text in ["", ":80", "localhost", "::1:80", "localhost:99999", "http://x:80"] {
            #expect(ServerAddress(text) == nil)
        }
        #expect(ServerAddress(host: "127.0.0.1", port: 1).isLoopback)
        #expect(!ServerAddress(host: "127.evil.example", port: 1).isLoopback)
        #expect(!ServerAddress(host: "0.0.0.0", port: 1).isLoopback)
    }
}
