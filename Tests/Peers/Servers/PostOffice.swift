import Synchronization

/// A Postfix, a Dovecot behind it, and the authority that signed for both: what a letter needs to be truly sent.
///
/// Most tests share one: `let office = try await PostOffice.shared`. It starts when the first of them asks, in less
/// than a second, and stops when the process ends, however it ends. Tests keep apart by each using mailboxes of their
/// own: ``newInbox(_:)``.
package struct PostOffice: Sendable {
    package let authority: TestAuthority
    package let dovecot: Dovecot
    package let postfix: Postfix

    private static let opening = Task { try await open() }
    private static let count = Atomic<Int>(0)

    /// The one that all tests of this process share.
    package static var shared: PostOffice {
        get async throws { try await opening.value }
    }

    /// Starts one for the caller alone; see ``with(_:)``.
    package static func open() async throws -> PostOffice {
        let authority = try await TestAuthority.make()
        let dovecot = try await Dovecot.start(authority: authority)
        let postfix = try await Postfix.start(authority: authority, deliveringTo: dovecot)
        return PostOffice(authority: authority, dovecot: dovecot, postfix: postfix)
    }

    /// Stops both servers and removes all their files.
    package func close() async {
        await postfix.stop()
        await dovecot.stop()
        await authority.stop()
    }

    /// Runs `body` with a post office of its own, which is gone afterwards.
    package static func with<Result: Sendable>(
        _ body: @Sendable (PostOffice) async throws -> Result
    ) async throws -> Result {
        let office = try await open()
        do {
            let result = try await body(office)
            await office.close()
            return result
        } catch {
            await office.close()
            throw error
        }
    }

    /// A mailbox that nobody else in this process uses, empty at first: `newInbox("ivan")` is `ivan-7@example.test`.
    package func newInbox(_ name: String = "reader") -> Inbox {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        return inbox("\(name)-\(number)@example.test")
    }

    /// The mailbox of that address.
    package func inbox(_ address: String) -> Inbox { Inbox(address: address, dovecot: dovecot) }
}
