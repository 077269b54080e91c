import Attributes
import Peers
import Sandbox
import Testing

/// What the sandbox's Exchange does when it is told to misbehave, over curl.
struct FaultTests {
    private static let getInbox = """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>
        <t:RequestServerVersion xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" Version="Exchange2013"/>
        </s:Header><s:Body><GetFolder xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"
        xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><FolderShape><t:BaseShape>Default</t:BaseShape>
        </FolderShape><FolderIds><t:DistinguishedFolderId Id="inbox"/></FolderIds></GetFolder></s:Body></s:Envelope>
        """

    /// The HTTP status, or curl's own exit code as a negative number, and the body.
    private func call(
        _ exchange: RunningExchange, _ body: String = getInbox, login: String = "desk:open", path: String? = nil
    ) async throws -> (status: Int, body: String) {
        let outcome = try await Tool.outcome(
            "curl",
            [
                "--silent", "--user", login, "--header", "Content-Type: text/xml; charset=utf-8", "--data-binary", "@-",
                "--write-out", "\n%{http_code} %{exitcode}", "--max-time", "120",
                path.map { "http://127.0.0.1:\(exchange.port)\($0)" } ?? ExchangeServer.url(port: exchange.port),
            ], input: Array(body.utf8))
        let lines = outcome.text.split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.dropLast().joined(separator: "\n")
        let codes = (lines.last ?? "").split(separator: " ").compactMap { Int($0) }
        guard codes.count == 2 else { throw Python.Problem("curl said: \(outcome.text)") }
        return (codes[1] == 0 ? codes[0] : -codes[1], body)
    }

    @Test(arguments: [
        (ExchangeFault.busyFault(milliseconds: 250), 500, "Name=\"BackOffMilliseconds\">250<"),
        (.busyMessage(milliseconds: 250), 200, "<m:ResponseCode>ErrorServerBusy</m:ResponseCode>"),
        (.busyInside(milliseconds: 250), 200, "Name=\"InnerErrorResponseCode\">ErrorServerBusy<"),
        (.code("ErrorQuotaExceeded"), 200, "<m:ResponseCode>ErrorQuotaExceeded</m:ResponseCode>"),
        (.fault("ErrorInvalidServerVersion"), 500, "faultcode"), (.status(503, retryAfter: 3), 503, ""),
        (.page, 200, "<title>Log in</title>"), (.redirect, 302, ""),
        // 52: nothing came; 18: a part came.
        (.dropBefore, -52, ""), (.dropAfter, -52, ""), (.truncated, -18, "<s:Envelope"),
        (.slow(.milliseconds(50)), 200, "Inbox"),
    ])
    func `ordered misbehaviour hits once, and then all is well`(
        fault: ExchangeFault, status: Int, words: String
    ) async throws {
        try await RunningExchange.run { exchange in
            exchange.server.faults.order(fault, at: "GetFolder", passing: 1)
            #expect(try await call(exchange).status == 200)
            let hit = try await call(exchange)
            #expect(hit.status == status)
            #expect(hit.body.contains(words), "\(hit.body)")
            let after = try await call(exchange)
            #expect(after.status == 200)
            #expect(after.body.contains("<t:DisplayName>Inbox</t:DisplayName>"))
        }
    }

    @Test(arguments: [
        ("", "is empty"), ("<a>", "ends too soon"), ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
        ("<a/>", "no Envelope"), (getInbox.replacing("GetFolder", with: "Explode"), "'Explode'"),
        (getInbox.replacing("2006/messages", with: "2006/messges"), "namespace"),
        (getInbox.replacing("Exchange2013", with: "Exchange3000"), "ErrorInvalidServerVersion"),
    ])
    func `nonsense is answered with a fault`(body: String, words: String) async throws {
        try await RunningExchange.run { exchange in
            let answer = try await call(exchange, body)
            #expect(answer.status == 500)
            #expect(answer.body.contains(words), "\(answer.body)")
        }
    }

    @Test func `nobody comes in without the right password`() async throws {
        try await RunningExchange.run { exchange in
            let wrong = try await call(exchange, login: "desk:wrong")
            let outside = try await call(exchange, login: "outside:")
            #expect([wrong.status, outside.status] == [401, 401])
        }
    }

    @Test func `both forms of autodiscover tell where the mailbox is`() async throws {
        try await RunningExchange.run { exchange in
            let plain = try await call(
                exchange,
                "<Autodiscover><Request><EMailAddress>ann@example.com</EMailAddress></Request></Autodiscover>",
                path: "/autodiscover/autodiscover.xml")
            #expect(plain.body.contains("<EwsUrl>\(ExchangeServer.url(port: exchange.port))</EwsUrl>"))
            let soap = try await call(
                exchange, "<Envelope><Body><Mailbox>ann@example.com</Mailbox></Body></Envelope>",
                path: "/autodiscover/autodiscover.svc")
            #expect(soap.body.contains("<Value>\(ExchangeServer.url(port: exchange.port))</Value>"))
        }
    }
}
