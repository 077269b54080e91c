import Connecting
import ConnectingTesting
import Glibc
import MIME
import Testing

@testable import Connectors

@Suite struct MaildirTests {
    @Test func `a sender keeps to the contract`() async {
        let folder = Folder()
        #expect(await SenderConformance(MaildirConnector(path: "\(folder.path)/var/mail")).violations() == [])
        #expect(Folder.names("\(folder.path)/var/mail/tmp") == [])
    }

    @Test func `a letter appears once, under who got it`() async throws {
        let folder = Folder()
        let connector = MaildirConnector(path: "\(folder.path)/mail")
        let report = try await send(
            [letter("Subject: x\r\n\r\n.dot\r\n", to: ["ivan@example.com", "maria@example.com"])], over: connector)
        #expect(Folder.names("\(folder.path)/mail") == ["cur", "new", "tmp"])
        let names = Folder.names("\(folder.path)/mail/new")
        #expect(names.count == 1)
        let file = "\(folder.path)/mail/new/\(names.first ?? "")"
        #expect(
            report[0]?.recipients.map(\.reply?.description) == ["250 delivered to \(file)", "250 delivered to \(file)"])
        #expect(
            String(decoding: Folder.read(file), as: UTF8.self) == """
                Return-Path: <robot@example.com>
                Delivered-To: ivan@example.com
                Delivered-To: maria@example.com
                Subject: x

                .dot

                """)
    }

    @Test func `a file that is gone leaves nothing behind`() async throws {
        let folder = Folder()
        let connector = MaildirConnector(path: folder.path)
        _ = try await send([letter([.bytes([0x61]), .base64(path: "\(folder.path)/none", size: 1)])], over: connector)
        #expect(Folder.names("\(folder.path)/new") == [])
        #expect(Folder.names("\(folder.path)/tmp") == [])
    }

    @Test func `a place that can't be written is named, with its remedy`() async throws {
        let folder = Folder()
        let file = folder.write("file", [1])
        do throws(Failure) {
            _ = try await MaildirConnector(path: "\(file)/mail").open()
            Issue.record("it was taken")
        } catch {
            #expect(error.code == .notWritable)
            #expect(error.message == "\(file) can't be written: Not a directory")
        }
    }

    @Test func `a folder that goes away delivers nothing and says so`() async throws {
        let folder = Folder()
        let connector = MaildirConnector(path: folder.path)
        let session = try await connector.open()
        rmdir("\(folder.path)/new")
        let report = Report()
        await session.send([letter()], report.add)
        #expect(report[0]?.failure?.code == .notWritable)
        #expect(report[0]?.recipients.map(\.state) == [.deferred])
        #expect(Folder.names("\(folder.path)/tmp") == [])
    }
}
