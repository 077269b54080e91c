import Diagnostics
import Sandbox

/// The SMTP and the IMAP side over mailboxes of their own, as long as a test needs them.
struct MailSides: Sendable {
    let mailboxes: Mailboxes
    let smtp: MailServer
    let imap: MailServer

    /// Desk and Ann, with the password that the independent clients know.
    static let users = [SandboxUser.desk, .ann].map { user in
        var user = user
        user.password = Secret("sandbox")
        return user
    }

    static func serving<Result: Sendable>(
        patience: Duration? = nil, _ body: @Sendable (MailSides) async throws -> Result
    ) async throws -> Result {
        let mailboxes = Mailboxes(users)
        let sides = try await MailSides(
            mailboxes: mailboxes, smtp: .listen(.smtp, mailboxes, patience: patience),
            imap: .listen(.imap, mailboxes, patience: patience))
        let serving = Task {
            async let smtp: Void = sides.smtp.serve()
            async let imap: Void = sides.imap.serve()
            _ = await (smtp, imap)
        }
        do {
            let result = try await body(sides)
            serving.cancel()
            await serving.value
            return result
        } catch {
            serving.cancel()
            await serving.value
            throw error
        }
    }
}
