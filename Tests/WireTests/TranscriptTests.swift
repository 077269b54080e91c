import Attributes
import Diagnostics
import Synchronization
import Testing

@testable import Wire

@Suite struct TranscriptTests {
    /// Plays lines that begin with `C: ` or `S: `.
    private func shown(_ lines: [String], login: Login? = nil, _ service: LineService = .smtp) -> [String] {
        var result: [String] = []
        let transcript = Transcript { speaker, lines in
            result += lines.map { "\(speaker == .client ? "C" : speaker == .server ? "S" : "-"): \($0)" }
        }
        transcript.begin(login, service)
        for line in lines {
            let bytes = Array((line.dropFirst(3) + "\r\n").utf8)
            if line.hasPrefix("C") { transcript.client(bytes) } else { transcript.server(bytes) }
        }
        return result
    }

    @Test(arguments: [
        (
            ["C: AUTH PLAIN AGl2YW4AaHVudGVyMg==", "S: 235 ok", "C: MAIL FROM:<a@x.org>"],
            ["C: AUTH PLAIN •••", "S: 235 ok", "C: MAIL FROM:<a@x.org>"]
        ),
        (
            [
                "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: aXZhbg==", "S: 334 UGFzc3dvcmQ6", "C: aHVudGVyMg==",
                "S: 535 5.7.8 no",
            ],
            ["C: AUTH LOGIN", "S: 334 •••", "C: •••", "S: 334 •••", "C: •••", "S: 535 5.7.8 no"]
        ),
        (
            [
                "C: auth XOAUTH2 dXNlcj1hAWF1dGg9QmVhcmVyIHQBAQ==", "S: 334 eyJzdGF0dXMiOiI0MDAifQ==", "C: ",
                "S: 535-no", "S: 535 no",
            ],
            ["C: auth XOAUTH2 •••", "S: 334 •••", "C: •••", "S: 535-no", "S: 535 no"]
        ),
        // A server that repeats what it was sent, then and later.
        (
            [
                "C: AUTH PLAIN AGl2YW4AaHVudGVyMg==", "S: 500 what is AUTH PLAIN AGl2YW4AaHVudGVyMg==?", "C: RSET",
                "S: 250 AGl2YW4AaHVudGVyMg== hunter2",
            ],
            ["C: AUTH PLAIN •••", "S: 500 what is AUTH PLAIN •••?", "C: RSET", "S: 250 ••• •••"]
        ),
        (
            ["C: CONNECT mx:25 HTTP/1.1", "C: Proxy-Authorization: Basic dXNlcjpwYXNz", "S: HTTP/1.1 200 OK"],
            ["C: CONNECT mx:25 HTTP/1.1", "C: Proxy-Authorization: Basic •••", "S: HTTP/1.1 200 OK"]
        ),
    ])
    func `a login leaves its name and its end, and nothing else`(_ lines: [String], _ expected: [String]) {
        #expect(shown(lines, login: Login(username: "ivan", password: Secret("hunter2"))) == expected)
    }

    @Test(arguments: [
        (
            ["C: A2 LOGIN ivan hunter2", "S: A2 OK in", "C: R1 SELECT \"INBOX\""],
            ["C: A2 LOGIN •••", "S: A2 OK in", "C: R1 SELECT \"INBOX\""]
        ),
        (
            ["C: A2 LOGIN \"ivan\" \"hunter 22\"", "S: A2 BAD what is hunter 22?", "S: * OK hunter"],
            ["C: A2 LOGIN •••", "S: A2 BAD what is ••• 22?", "S: * OK •••"]
        ),
        (
            ["C: A2 AUTHENTICATE PLAIN AGl2YW4AaHVudGVyMg==", "S: A2 NO AGl2YW4AaHVudGVyMg=="],
            ["C: A2 AUTHENTICATE PLAIN •••", "S: A2 NO •••"]
        ),
        (
            ["C: A2 AUTHENTICATE CRAM-MD5", "S: + PDE4OTYu", "C: aXZhbiAx", "S: * CAPABILITY IDLE", "S: A2 OK in"],
            ["C: A2 AUTHENTICATE CRAM-MD5", "S: + •••", "C: •••", "S: * CAPABILITY IDLE", "S: A2 OK in"]
        ),
    ])
    func `a login to a mailbox leaves its tag and its end`(_ lines: [String], _ expected: [String]) {
        #expect(shown(lines, login: Login(username: "ivan", password: Secret("hunter2")), .imap) == expected)
    }

    @Test func `several commands of one write are several lines`() {
        #expect(
            shown(["C: MAIL FROM:<a@x.org>\r\nRCPT TO:<b@x.org>\r\nDATA"])
                == ["C: MAIL FROM:<a@x.org>", "C: RCPT TO:<b@x.org>", "C: DATA"])
    }
}
