import Attributes
import Glibc
import Peers
import Testing

@Suite(.serialized) struct HostileTests {
    @Test func `two hundred clients that send a byte a second stop nobody, and are cut off`() async throws {
        let served = try await Served.start()
        var slow: [RawCall] = []
        for number in 0..<200 {
            let call = try await RawCall.open(served.port)
            await call.say(
                number % 2 == 0
                    ? "GET /heal"
                    : "POST /v1/routes/note/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(served.token)\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
            slow.append(call)
        }
        let calls = slow
        let dripping = Task {
            while !Task.isCancelled {
                for call in calls { await call.say("x") }
                try? await Task.sleep(for: .seconds(1))
            }
        }
        for _ in 1...20 { #expect(try await served.submit().status == 202) }
        // Those who hold a body back are told; those who never say what they want are not.
        #expect(await slow[1].hear().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(await slow[0].hear() == "")
        dripping.cancel()
        await dripping.value
        for call in slow { call.close() }
        #expect(try await served.submit().status == 202)
        await served.stop()
    }

    @Test(arguments: [true, false])
    func `a gigabyte is refused without being taken in`(_ isAnnounced: Bool) async throws {
        let served = try await Served.start()
        let call = try await RawCall.open(served.port)
        await call.say(
            "POST /v1/routes/note/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(served.token)\r\n"
                + "Content-Type: application/json\r\n"
                + (isAnnounced ? "Content-Length: 1000000000\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n"))
        let pushing = Task {
            let chunk = String(repeating: " ", count: 1_000_000)
            var sent = 0
            while sent < 1000, await call.say(isAnnounced ? chunk : "f4240\r\n\(chunk)\r\n") { sent += 1 }
            return sent
        }
        let heard = await call.hear(until: "\"code\"")
        #expect(heard.hasPrefix("HTTP/1.1 413"))
        #expect(heard.contains("Connection: close"))
        #expect(await pushing.value < 1000)
        call.close()
        #expect(served.residentMegabytes < 400, "\(served.residentMegabytes) MB")
        #expect(try await served.submit().status == 202)
        await served.stop()
    }

    @Test func `who asks first is told before sending much`() async throws {
        let served = try await Served.start()
        let call = try await RawCall.open(served.port)
        await call.say(
            "POST /v1/routes/note/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Expect: 100-continue\r\nContent-Length: 40000000\r\n\r\n")
        #expect(await call.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 401"))
        call.close()
        let asked = try await RawCall.open(served.port)
        await asked.say(
            "POST /v1/routes/note/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(served.token)\r\n"
                + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: \(Sample.note.utf8.count)\r\n\r\n"
        )
        #expect(await asked.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
        await asked.say(Sample.note)
        #expect(await asked.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 202"))
        asked.close()
        await served.stop()
    }

    @Test func `what the API does not have is told apart`() async throws {
        let served = try await Served.start()
        let missing = try await served.get("/v1/mesages")
        #expect(missing.status == 404)
        #expect(missing.json["detail"]?.text?.contains("did you mean '/v1/messages'?") == true)
        let method = try await served.call(["-X", "DELETE", "\(served.url)/v1/messages"], token: served.token)
        #expect(method.status == 405)
        #expect(method.headers["allow"] == "GET, HEAD")
        #expect(try await served.get("/v1/routes", ["-H", "Accept: text/html"]).status == 406)
        #expect(try await served.get("/v1/routes", ["-H", "Accept: text/html, application/*;q=0.5"]).status == 200)
        let type = try await served.submit("To=x", to: "note", ["-H", "Content-Type: text/plain"])
        #expect(type.status == 415)
        #expect(type.code == "unsupported-type")
        let coded = try await served.submit(Sample.note, to: "note", ["-H", "Content-Encoding: gzip"])
        #expect(coded.status == 415)
        let head = try await served.call(["-I", "\(served.url)/healthz"], token: nil)
        #expect(head.status == 200 && head.body.isEmpty)
        await served.stop()
    }

    @Test(arguments: [
        "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/messages HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: "a", count: 70_000) + "\r\n\r\n",
        "GET /\(String(repeating: "a", count: 70_000)) HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /v1/routes/note/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /v1/routes/note/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "POST /v1/routes/note/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "\0\0\0\0\r\n\r\n",
    ])
    func `a request that is none is refused, and the next one is taken`(_ text: String) async throws {
        let served = try await Served.start()
        let call = try await RawCall.open(served.port)
        await call.say(text)
        let heard = await call.hear(until: "\r\n\r\n")
        let line = String(heard.prefix { $0 != "\r\n" })
        #expect(heard.isEmpty || heard.hasPrefix("HTTP/1.1 4"), "\(line)")
        call.close()
        #expect(try await served.get("/healthz").status == 200)
        await served.stop()
    }

    @Test func `more clients than there are files for take nothing from the work`() async throws {
        let served = try await Served.start(under: ["prlimit", "--nofile=320:320"])
        var idle: [RawCall] = []
        for _ in 1...120 {
            let call = try await RawCall.open(served.port)
            await call.say("GET /hea")
            idle.append(call)
        }
        // Those who say nothing are cut off after a while, and their places are free.
        for _ in 1...5 {
            let reply = try await served.post("/v1/routes/note/messages?wait=60s", Sample.note)
            #expect(reply.json["state"] == "sent", "\(reply.body)")
        }
        #expect(served.log.filter { $0["level"] == "error" }.isEmpty)
        for call in idle { call.close() }
        await served.stop()
    }

    @Test func `an address that others reach is warned of without a certificate`() async throws {
        let served = try await Served.start(listen: "0.0.0.0:0")
        let warning = try #require(served.events("unencrypted").first)
        #expect(warning["help"]?.text?.contains("'server: {tls: {certificate: …, key: …}}'") == true)
        await served.stop()
        let own = try await Served.start()
        #expect(own.events("unencrypted").isEmpty)
        await own.stop()
    }

    @Test func `calls on one connection are answered in their order`() async throws {
        let served = try await Served.start()
        let call = try await RawCall.open(served.port)
        let get = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        let missing = "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        await call.say(get + get + missing)
        let heard = await call.hear()
        let lines = heard.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.1") || $0.contains("}HTTP/1.1") }
        #expect(lines.count == 3)
        #expect(lines.last?.contains("404") == true)
        call.close()
        await served.stop()
    }
}

extension Served {
    /// The process's memory, as the kernel counts it.
    var residentMegabytes: Int {
        let line = Files.read("/proc/\(process)/status").split(separator: "\n").first { $0.hasPrefix("VmRSS") }
        return (line.flatMap { Int($0.filter(\.isNumber)) } ?? Int.max) / 1_000
    }
}
