import Glibc
import Testing

@testable import Wire

@Suite struct HTTPSessionTests {
    private func error(_ session: HTTPSession, _ request: HTTPRequest) -> WireError? {
        do throws(WireError) {
            _ = try session.send(request)
            return nil
        } catch { return error }
    }

    @Test func `a request goes out as it is given, and the answer comes back whole`() throws {
        let stub = try HTTPStub { _, _ in
            .ok("{\"a\":1}", status: "201 Created", headers: "X-One:  first \r\nx-one: second\r\nEmpty:\r\n")
        }
        let response = try HTTPSession().send(
            HTTPRequest(
                "POST", stub.url, headers: [HTTPHeader("X-Blank", ""), HTTPHeader("Content-Type", "text/x")],
                body: [0, 1, 2, 65]))
        #expect(response.status == 201)
        #expect(response["x-ONE"] == "first")
        #expect(response["empty"] == "")
        #expect(response["absent"] == nil)
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"a\":1}")
        let lines = try #require(stub.requests.first).split(separator: "\r\n")
        #expect(lines.first == "POST /token HTTP/1.1")
        #expect(lines.contains("X-Blank:"))
        #expect(lines.contains("Content-Type: text/x"))
        #expect(lines.contains("Content-Length: 4"))
        #expect(!lines.contains { $0.lowercased().hasPrefix("expect") })
        #expect(stub.requests.first?.hasSuffix("\r\n\r\n\0\u{1}\u{2}A") == true)
    }

    @Test(arguments: [("GET", 0), ("POST", 0), ("PUT", 3), ("DELETE", 0), ("PATCH", 3), ("HEAD", 0)])
    func `every method goes out as itself, also after another`(_ method: String, _ count: Int) throws {
        let stub = try HTTPStub { _, request in request.hasPrefix("HEAD") ? .ok("") : .ok("yes") }
        let session = try HTTPSession()
        _ = try session.send(HTTPRequest("POST", stub.url, body: [65, 66]))
        let response = try session.send(
            HTTPRequest(method, stub.url, body: [UInt8](repeating: 67, count: count)))
        #expect(response.status == 200)
        let second = try #require(stub.requests.last)
        #expect(second.hasPrefix("\(method) /token HTTP/1.1\r\n"))
        #expect(second.hasSuffix("\r\n\r\n" + String(repeating: "C", count: count)))
    }

    @Test func `a connection is kept for the next request, unless the request wants one of its own`() throws {
        let stub = try HTTPStub { _, _ in .ok("x") }
        let session = try HTTPSession()
        for _ in 0..<3 { _ = try session.send(HTTPRequest("GET", stub.url)) }
        #expect(stub.connections == 1)
        _ = try session.send(HTTPRequest("GET", stub.url, reusesConnection: false))
        #expect(stub.connections == 2)
    }

    @Test func `a redirection is an answer, and nothing is followed`() throws {
        let target = try HTTPStub { _, _ in .ok("caught") }
        let stub = try HTTPStub { _, _ in
            .ok("", status: "307 Temporary Redirect", headers: "Location: \(target.url)\r\n")
        }
        let response = try HTTPSession().send(HTTPRequest("POST", stub.url, body: [65]))
        #expect(response.status == 307)
        #expect(response["location"] == target.url)
        #expect(target.requests == [])
    }

    @Test func `an answer that never ends is broken off`() throws {
        let stub = try HTTPStub { number, _ in
            number == 0
                ? .init("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 200_000), closes: true)
                : .init(
                    "HTTP/1.1 200 OK\r\n"
                        + String(repeating: "X-A: \(String(repeating: "y", count: 1000))\r\n", count: 1000))
        }
        let session = try HTTPSession(HTTPSettings(bodyLimit: 1000))
        let body = error(session, HTTPRequest("GET", stub.url))
        #expect(body?.kind == .protocolViolation)
        #expect(body?.detail == "the answer has more than 1000 bytes")
        let head = error(session, HTTPRequest("GET", stub.url))
        #expect(head?.kind == .protocolViolation)
        #expect(head?.detail == "the answer's head has more than 262144 bytes")
    }

    @Test func `a server that says nothing, or says it too late, is told apart`() throws {
        let silent = try HTTPStub { _, _ in .silence }
        #expect(error(try HTTPSession(), HTTPRequest("GET", silent.url))?.kind == .connectionLost)
        let cut = try HTTPStub { _, _ in .init("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", closes: true) }
        #expect(error(try HTTPSession(), HTTPRequest("GET", cut.url))?.kind == .connectionLost)
        let late = try HTTPStub { _, _ in .init("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort") }
        #expect(
            error(try HTTPSession(HTTPSettings(whole: .milliseconds(300))), HTTPRequest("GET", late.url))?.kind
                == .timedOut)
        let garbled = try HTTPStub { _, _ in .init("SSH-2.0-OpenSSH\r\n", closes: true) }
        #expect(error(try HTTPSession(), HTTPRequest("GET", garbled.url)) != nil)
        #expect(error(try HTTPSession(), HTTPRequest("GET", "http://127.0.0.1:1/"))?.kind == .connectionRefused)
        #expect(error(try HTTPSession(), HTTPRequest("GET", "https://router-test.invalid/"))?.kind == .hostNotFound)
    }

    @Test func `nothing that would not stay on its line goes out`() throws {
        let stub = try HTTPStub { _, _ in .ok("x") }
        for header in [
            HTTPHeader("X", "a\r\nY: b"), HTTPHeader("X", "a\0b"), HTTPHeader("X\r\nY", "b"), HTTPHeader("", "b"),
            HTTPHeader("X Y", "b"), HTTPHeader("X:", "b"),
        ] {
            #expect(error(try HTTPSession(), HTTPRequest("GET", stub.url, headers: [header]))?.kind == .settings)
        }
        #expect(error(try HTTPSession(), HTTPRequest("GET", "http://example.com/"))?.kind == .settings)
        #expect(stub.requests == [])
    }

    @Test func `the client asks on a thread of its own`() async throws {
        let stub = try HTTPStub { number, _ in .ok("\(number)") }
        let client = try HTTPClient()
        for number in 0..<3 {
            let response = try await client.send(HTTPRequest("GET", stub.url))
            #expect(String(decoding: response.body, as: UTF8.self) == "\(number)")
        }
        #expect(stub.connections == 1)
    }
}
