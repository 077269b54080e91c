internal import Attributes

/// An answer that a ``TokenServer`` gives because the test wants it, instead of the proper one.
package struct TokenAnswer: Sendable {
    let members: [JSON.Member]

    private init(_ members: JSON.Member...) {
        self.members = members
    }

    /// An error of RFC 6749 §5.2, as `invalid_client` (then with 401), `invalid_grant` or `invalid_scope`.
    package static func error(
        _ code: String, _ description: String = "The test wants it so.", status: Int? = nil
    ) -> TokenAnswer {
        let body: JSON = ["error": .string(code), "error_description": .string(description)]
        return text(
            body.printed(), type: "application/json", status: status ?? (code == "invalid_client" ? 401 : 400))
    }

    /// A status with a page that says no more than it: 500, 503, 429, 404.
    package static func status(_ status: Int, retryAfter seconds: Int? = nil) -> TokenAnswer {
        let page = text("<html><h1>\(status)</h1></html>\n", type: "text/html", status: status)
        guard let seconds else { return page }
        return TokenAnswer(page.members + [.init(name: "retryAfter", value: .integer(seconds))])
    }

    /// Any text, also one that is no JSON or lacks what it should have.
    package static func text(
        _ body: String, type: String = "application/json", status: Int = 200
    ) -> TokenAnswer {
        TokenAnswer(
            .init(name: "status", value: .integer(status)), .init(name: "type", value: .string(type)),
            .init(name: "body", value: .string(body)))
    }

    /// A page with status 200 that is not JSON, as a captive portal shows.
    package static let garbage = text("<!doctype html>\u{1}\u{fffd} Welcome to the hotel", type: "text/html")

    /// Proper JSON whose token alone has that many bytes.
    package static func huge(bytes: Int) -> TokenAnswer {
        TokenAnswer(text("").members + [.init(name: "size", value: .integer(bytes))])
    }

    /// The proper answer, after a wait.
    package static func slow(milliseconds: Int) -> TokenAnswer {
        TokenAnswer(.init(name: "delay", value: .number("\(Double(milliseconds) / 1000)")))
    }

    /// Hangs up without a word.
    package static let hangsUp = text("", status: 0)

    private init(_ members: [JSON.Member]) {
        self.members = members
    }
}
