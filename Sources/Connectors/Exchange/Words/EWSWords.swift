internal import Attributes
internal import Connecting
internal import Diagnostics
internal import Wire
internal import XML

/// What a reader is told when Exchange could not be asked, or did not do what it was asked.
struct EWSWords: Sendable {
    let server: String
    private let settings: ExchangeConnector.Settings
    private let http: HTTPWords

    /// Characters of a server's own words.
    private static let longest = 300

    init(_ settings: ExchangeConnector.Settings) {
        self.settings = settings
        server = settings.server
        http = HTTPWords(settings.endpoint)
    }

    func failure(_ error: WireError) -> Failure { http.failure(error) }

    func busy(_ busy: EWSBusy) -> EWSProblem {
        EWSProblem(
            Failure(
                .notNow, .again, "\(server) wants to be left alone for \(busy.seconds) s",
                help:
                    "it is tried again; if it stays so, lower sessions: or ask for a throttling policy for this mailbox",
                retryAfter: busy.seconds))
    }

    /// - Throws: For what is no answer of Exchange.
    func answer(_ response: HTTPResponse, _ body: EWSBody, to operation: String) throws(EWSProblem) -> EWSAnswer {
        // SOAP faults come with 500, and 200 is no promise.
        if response.status == 200 || response.status == 500 {
            do throws(XMLProblem) {
                if let answer = EWSAnswer(try body.finish()) { return answer }
            } catch {
                if response.status == 200 { throw notXML(error, response, body, operation) }
            }
        }
        throw page(response, body)
    }

    private func notXML(
        _ problem: XMLProblem, _ response: HTTPResponse, _ body: EWSBody, _ operation: String
    ) -> EWSProblem {
        if Self.isPage(response, body) { return page(response, body) }
        if problem.kind == .sink {
            return EWSProblem(
                Failure(
                    .protocolViolation, .again, "what \(server) answers to \(operation) \(problem.words)",
                    help: "it is tried again; if it stays so, look at the letter in the mailbox"))
        }
        if problem.kind == .tooLarge {
            return EWSProblem(
                Failure(
                    .protocolViolation, .again, "what \(server) answers to \(operation) \(problem.words)",
                    help: "no answer of Exchange is so large: see what stands at url:"), mayBeDone: true)
        }
        // It may be cut off: then it was done.
        return EWSProblem(
            Failure(
                .protocolViolation, .again, "what \(server) answers to \(operation) \(problem.words)",
                help:
                    "check that url: is that of Exchange Web Services, such as https://mail.example.com/EWS/Exchange.asmx"
            ),
            mayBeDone: true)
    }

    private static func isPage(_ response: HTTPResponse, _ body: EWSBody) -> Bool {
        if response["Content-Type"]?.lowercased().contains("html") == true { return true }
        let text = String(decoding: body.head.prefix(512), as: UTF8.self).lowercased()
        return text.contains("<html") || text.contains("<!doctype html")
    }

    /// An answer that is not Exchange's own, by its status.
    private func page(_ response: HTTPResponse, _ body: EWSBody) -> EWSProblem {
        var response = response
        response.body = body.head
        let said = http.said(response)
        let status = response.status
        switch status {
        case 200..<300:
            return EWSProblem(
                Failure(
                    .settingsWrong, .never,
                    "\(server) answers with a page, and not with Exchange Web Services: \(said)",
                    help:
                        "check url:; a page to log in at means that auth: is missing, or that a gateway stands before Exchange"
                ))
        case 300..<400: return EWSProblem(http.redirected(response))
        case 401,
            403 where status == 401 || settings.credentials.username == nil:
            return EWSProblem(http.refusedLogin(said))
        case 403:
            return EWSProblem(
                Failure(
                    .authenticationRefused, .never,
                    "\(server) does not let this login use Exchange Web Services: \(said)",
                    help:
                        "ask the administrator to allow EWS for this account (Get-CASMailbox, EwsEnabled and EwsAllowList)"
                ))
        case 404, 405:
            return EWSProblem(
                Failure(
                    .settingsWrong, .never, "\(server) has no Exchange Web Services there: \(said)",
                    help: "write url: https://mail.example.com/EWS/Exchange.asmx, with the server's own name"))
        case 456:
            return EWSProblem(
                Failure(
                    .authenticationRefused, .never, "\(server) has locked this login: \(said)",
                    help: "log in once in a browser, or ask the administrator to unlock the account"))
        case 407: return EWSProblem(failure(WireError(.proxy(.login), said)))
        case 413:
            return EWSProblem(
                Failure(
                    .messageRefused, .never, "\(server) takes no request of this size: \(said)",
                    help: "send less, or have the administrator raise the limits of EWS and IIS"))
        case 408, 429, 500...599:
            let wait = response.retryAfter(.now, atMost: EWSLimits.longestBackOff / 1000)
            // Whether there was work behind a gateway that gave up, nobody knows.
            var problem = EWSProblem(
                Failure(
                    .notNow, .again, "\(server) can't answer now: \(said)",
                    help: "it is tried again; if it stays so, see whether Exchange runs behind it", retryAfter: wait),
                mayBeDone: status == 500 || status == 502 || status == 504)
            if status == 503 || status == 429 {
                problem.refusal = EWSRefusal(code: "ErrorServerBusy", text: said)
                problem.refusal?.backOff = wait.map { $0 * 1000 }
            }
            return problem
        default:
            return EWSProblem(
                Failure(
                    .protocolViolation, .again, "\(server) answers with what is none: \(said)",
                    help: "check that url: is that of Exchange Web Services"), mayBeDone: status < 400)
        }
    }

    /// Exchange itself says no.
    func failure(_ refusal: EWSRefusal, to operation: String) -> Failure {
        let meaning = EWSCodes.meaning(of: refusal.code)
        let text = Visible.shortened(refusal.text, to: Self.longest)
        let said = text.isEmpty ? refusal.code : "\(refusal.code): \(text)"
        return Failure(
            meaning.code, meaning.verdict, "\(server) refuses \(operation): \(said)", help: meaning.help,
            retryAfter: refusal.backOff.map { max(1, ($0 + 999) / 1000) })
    }
}
