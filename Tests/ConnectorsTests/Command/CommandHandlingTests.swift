import Attributes
import Connecting
import ConnectingTesting
import Diagnostics
import Glibc
import Settings
import Testing

@testable import Connectors

@Suite struct CommandHandlingTests {
    private let folder = Folder()

    /// A script of the folder that can be run.
    private func script(_ name: String, _ lines: String, interpreter: String = "/bin/sh") -> String {
        let path = folder.write(name, Array("#!\(interpreter)\n\(lines)\n".utf8))
        chmod(path, 0o700)
        return path
    }

    private func connector(
        _ run: [String], environment: [(name: String, value: String)] = [], secrets: [Secret] = [],
        contents: CommandConnector.Settings.Contents = .base64, timeout: Duration = .seconds(200),
        patience: Duration = .seconds(5), sessions: Int = 4
    ) -> CommandConnector {
        CommandConnector(
            .init(
                run: run, workspace: folder.path, environment: environment, secrets: secrets, contents: contents,
                timeout: timeout, patience: patience, sessions: sessions))
    }

    private func shell(_ lines: String, timeout: Duration = .seconds(200), patience: Duration = .seconds(5))
        -> CommandConnector
    {
        connector(["/bin/sh", "-c", lines], timeout: timeout, patience: patience)
    }

    @Test func `a handler keeps to the contract`() async {
        // It keeps each message under its key: who comes again changes nothing.
        let taker = script(
            "take",
            """
            mkdir -p taken
            cat >"draft-$ROUTER_MESSAGE_ID-$$"
            ln "draft-$ROUTER_MESSAGE_ID-$$" "taken/$ROUTER_MESSAGE_ID" 2>/dev/null
            rm "draft-$ROUTER_MESSAGE_ID-$$"
            """)
        let path = folder.path
        let violations = await HandlerConformance(connector([taker], sessions: 32)) {
            try Folder.names("\(path)/taken").map { try Self.handover(Folder.read("\(path)/taken/\($0)")) }
        }.violations()
        #expect(violations == [])
    }

    static func handover(_ bytes: [UInt8]) throws -> Handover {
        let json = try JSON.read(bytes)
        guard case .object(let members) = json else { throw JSONKindProblem() }
        var contents: [[UInt8]] = []
        if case .array(let items) = json["Attachments"] {
            contents = try items.map { try Base64.decode($0["Content"]?.text ?? "", atMost: 1 << 28) }
        }
        return Handover(
            id: json["id"]?.text ?? "", count: 1, message: .object(members.filter { $0.name != "Attachments" }),
            contents: contents)
    }

    struct JSONKindProblem: Error {}

    @Test func `its answer is the response, and its own words are nobody's business`() async throws {
        let answer = try await shell("cat >/dev/null; echo fine >&2; echo '{\"IsDeclined\": true}'").handle(message())
        #expect(answer == HandlerAnswer(words: "exit 0", response: ["IsDeclined": true]))
        #expect(try await shell("echo done").handle(message()) == HandlerAnswer(words: "exit 0"))
        #expect(
            try await shell("echo '{'").handle(message())
                == HandlerAnswer(words: "exit 0, and a response that is not JSON"))
    }

    @Test func `arguments are its own, and no shell looks at them`() async throws {
        let program = script("show", "printf '{\"arguments\": \"%s|%s|%s\"}' \"$#\" \"$1\" \"$2\"")
        let answer = try await connector([program, "$(touch evil)", "; rm -rf *"]).handle(message())
        #expect(answer.response == ["arguments": "2|$(touch evil)|; rm -rf *"])
        #expect(Folder.names(folder.path) == ["show"])
    }

    @Test func `it gets the environment that is declared, and little else`() async throws {
        setenv("ROUTER_TEST_PRIVATE", "do not tell", 1)
        let program = script(
            "list", "env | cut -d= -f1 | sort | tr '\\n' ' ' >names; pwd >place; echo \"$TOKEN $PATH\" >values")
        var message = message(path: "a/b")
        message.attempt = 2
        _ = try await connector([program], environment: [("TOKEN", "t=1"), ("PATH", "/bin:/usr/bin")]).handle(message)
        let names = String(decoding: Folder.read("\(folder.path)/names"), as: UTF8.self).split(separator: " ")
        let fixed = [
            "PATH", "TOKEN", "TRACEPARENT", "ROUTER_ATTEMPT", "ROUTER_IDEMPOTENCY_KEY", "ROUTER_MESSAGE_ID",
            "ROUTER_PATH", "ROUTER_ROUTE",
        ]
        #expect(Set(fixed).isSubset(of: Set(names.map(String.init))))
        let usual: Set = [
            "HOME", "LANG", "LANGUAGE", "LOGNAME", "PWD", "OLDPWD", "SHELL", "SHLVL", "TMPDIR", "TZ", "USER", "_",
        ]
        #expect(names.allSatisfy { fixed.contains(String($0)) || usual.contains(String($0)) || $0.hasPrefix("LC_") })
        #expect(String(decoding: Folder.read("\(folder.path)/values"), as: UTF8.self) == "t=1 /bin:/usr/bin\n")
        #expect(String(decoding: Folder.read("\(folder.path)/place"), as: UTF8.self) == "\(folder.path)\n")
    }

    @Test func `it gets no descriptors but its three, and blocks no signals`() async throws {
        let answer = try await shell(
            "for n in $(seq 0 99); do [ -e /proc/$$/fd/$n ] && open=\"$open$n \"; done; "
                + "printf '{\"open\": \"%s\", \"blocked\": \"%s\"}' \"$open\" "
                + "\"$(grep SigBlk /proc/$$/status | cut -f2)\""
        ).handle(message())
        #expect(answer.response == ["open": "0 1 2 ", "blocked": "0000000000000000"])
    }

    @Test func `attachments can be files, which are gone afterwards`() async throws {
        let program = script(
            "files",
            """
            import json, os, sys
            message = json.load(sys.stdin)
            found = [[os.path.basename(a["Path"]), open(a["Path"], "rb").read().decode(), oct(os.stat(a["Path"]).st_mode)]
                     for a in message["Attachments"]]
            print(json.dumps({"found": found, "folder": os.path.dirname(message["Attachments"][0]["Path"])}))
            """, interpreter: "/usr/bin/python3")
        let answer = try await connector([program], contents: .files).handle(
            message([:], [attachment("../a.txt", "one"), attachment("same", "two"), attachment("SAME", "three")]))
        #expect(
            answer.response?["found"] == [
                ["_._a.txt", "one", "0o100600"], ["same", "two", "0o100600"], ["SAME-2", "three", "0o100600"],
            ]
                || answer.response?["found"] == [
                    ["_.._a.txt", "one", "0o100600"], ["same", "two", "0o100600"], ["SAME-2", "three", "0o100600"],
                ])
        let place = try #require(answer.response?["folder"]?.text)
        #expect(access(place, F_OK) != 0)
    }

    @Test func `sixty-four run at once, and nothing of them stays`() async throws {
        let before = Self.descriptors()
        let meeting = Folder()
        // Each waits until all are there.
        let wait = "touch \(meeting.path)/$$; while [ $(ls \(meeting.path) | wc -l) -lt 64 ]; do sleep 0.2; done; cat"
        let connector = connector(["/bin/sh", "-c", wait], sessions: 64)
        let clock = ContinuousClock()
        let failures = await withTaskGroup(of: Failure?.self) { group in
            for _ in 0..<64 { group.addTask { await failure(connector, message()) } }
            return await group.reduce(into: [Failure]()) { if let failure = $1 { $0.append(failure) } }
        }
        #expect(failures == [])
        // Other tests have children and files of their own, which come and go.
        let deadline = clock.now + .seconds(120)
        while Self.zombies() > 0 || Self.descriptors() >= before + 64, clock.now < deadline {
            try? await Task.sleep(for: .milliseconds(50))
        }
        #expect(Self.descriptors() < before + 64)
        #expect(Self.zombies() == 0)
    }

    static func descriptors() -> Int { Folder.names("/proc/self/fd").count }

    /// Children of this process that have ended and were not waited for.
    static func zombies() -> Int {
        Folder.names("/proc").filter { Int($0) != nil }.count { process in
            let text = String(decoding: Folder.read("/proc/\(process)/stat"), as: UTF8.self)
            guard let end = text.lastIndex(of: ")") else { return false }
            let words = text[text.index(after: end)...].split(separator: " ")
            return words.count > 1 && words[0] == "Z" && words[1] == "\(getpid())" && text.contains("(sh)")
        }
    }
}
