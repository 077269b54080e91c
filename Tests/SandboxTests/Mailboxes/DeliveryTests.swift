import Attributes
import Diagnostics
import MIME
import Sandbox
import Testing

struct DeliveryTests {
    private let mailboxes = Mailboxes([.desk, .ann])

    @Test func `a letter reaches each mailbox once, whatever its addresses`() throws {
        let outcomes = mailboxes.deliver(
            letter("Hello"), from: "x@elsewhere.org", to: ["desk@example.com", "HELP@example.com", "ann@example.com"])
        #expect(outcomes == [.inside("desk"), .inside("desk"), .inside("ann")])
        let inbox = try #require(mailboxes.folder(.inbox, of: "desk"))
        #expect(mailboxes.items(in: inbox.id).map(\.uid) == [1])
        #expect(mailboxes.count(in: inbox.id) == (1, 1))
    }

    @Test func `a folder may stand in an address, and one that is not there is the inbox`() throws {
        let top = try #require(mailboxes.folder(.top, of: "desk"))
        let orders = try mailboxes.makeFolder("Orders", in: top.id)
        let outcomes = mailboxes.deliver(
            letter("Hello"), from: "x@elsewhere.org", to: ["Desk+ORDERS@example.com", "nobody+orders@example.com"])
        #expect(outcomes == [.inside("desk"), .unknown])
        for address in ["desk+other@example.com", "desk+calendar@example.com", "desk+@example.com"] {
            _ = mailboxes.deliver(letter("Hello"), from: "x@elsewhere.org", to: [address])
        }
        let inbox = try #require(mailboxes.folder(.inbox, of: "desk"))
        #expect([orders, inbox].map { mailboxes.count(in: $0.id).all } == [1, 3])
        #expect(mailboxes.takes("desk+orders@example.com") && !mailboxes.takes("nobody+orders@example.com"))
    }

    @Test func `nobody of that name is told, and what would leave is kept`() throws {
        let outcomes = mailboxes.deliver(letter("Out"), from: "desk@example.com", to: ["no@example.com", "a@b.org"])
        #expect(outcomes == [.unknown, .outside])
        let kept = try #require(mailboxes.folder(.inbox, of: Mailboxes.outside))
        #expect(mailboxes.items(in: kept.id).map(\.envelope?.recipients) == [["a@b.org"]])
    }

    @Test func `what happens in a folder can be asked for from any point on`() throws {
        let inbox = try #require(mailboxes.folder(.inbox, of: "desk")).id
        let junk = try #require(mailboxes.folder(.junk, of: "desk")).id
        let before = mailboxes.lastChange
        _ = mailboxes.deliver(letter("1"), from: "a@b.org", to: ["desk@example.com"])
        let item = try #require(mailboxes.items(in: inbox).first)
        let read = try mailboxes.update(item.id) { $0.isRead = true }
        #expect(throws: MailboxProblem.changed) {
            try mailboxes.update(item.id, known: item.change) { $0.isRead = false }
        }
        let moved = try #require(try mailboxes.move([item.id], to: junk).first)
        #expect(mailboxes.changes(in: inbox, after: before)?.map(\.kind) == [.created, .readOnly(true), .removed])
        #expect(mailboxes.changes(in: inbox, after: read.change)?.map(\.kind) == [.removed])
        #expect(mailboxes.changes(in: junk, after: before)?.map(\.item) == [moved.new.id])
        #expect(mailboxes.changes(in: inbox, after: mailboxes.lastChange + 1) == nil)
    }

    @Test func `whoever watches is told of each step in its order`() async throws {
        var news = mailboxes.watch("desk").makeAsyncIterator()
        _ = mailboxes.deliver(letter("1"), from: "a@b.org", to: ["ann@example.com", "desk@example.com"])
        let arrived = try #require(await news.next())
        #expect(arrived.kind == .arrived)
        try mailboxes.update(arrived.item) { $0.isFlagged = true }
        #expect(await news.next()?.kind == .changed)
        mailboxes.remove([arrived.item])
        #expect(await news.next()?.kind == .removed)
    }

    @Test func `a log-in takes the login, the domain's form and every address, and only the right password`() {
        for login in ["desk", "CORP\\Desk", "desk@example.com", "help@example.com"] {
            #expect(mailboxes.user(login: login, password: "open")?.id == "desk", "\(login)")
            #expect(mailboxes.user(login: login, password: "Open") == nil)
        }
        #expect(mailboxes.user(login: "outside", password: "") == nil)
    }

    private func letter(_ subject: String) -> [UInt8] {
        Array("From: x@elsewhere.org\r\nTo: desk@example.com\r\nSubject: \(subject)\r\n\r\nBody\r\n".utf8)
    }
}
