import Attributes
import MIME
import Testing

/// What mail servers tell of letters that they could not deliver.
@Suite struct NoticeTests {
    @Test func `a notice by the book`() throws {
        let letter = try read(
            """
            From: MAILER-DAEMON <>
            Subject: Undelivered Mail Returned to Sender
            Content-Type: multipart/report; report-type=delivery-status; boundary=x

            --x
            Content-Type: text/plain

            I'm sorry
            --x
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.com
            Original-Envelope-Id: 019a+3D7+2Bb

            Original-Recipient: rfc822;anna+2Bbox@example.org
            Final-Recipient: rfc822; anna@inner.example.org
            Action: failed
            Status: 5.1.1 (no such user)
            Remote-MTA: dns; inner.example.org
            Diagnostic-Code: smtp; 550 5.1.1 <anna@inner.example.org>:
             no such user

            Final-Recipient: rfc822;<boris@example.org>
            Action: Delayed
            Status: 4.4.1

            Final-Recipient: rfc822;clara@example.org
            Action: relayed (to mailer)
            Status: 2.0.0
            --x
            Content-Type: message/rfc822

            Subject: Order
            Message-ID: <019a7b@shop.example.com>

            text
            --x--
            """)
        #expect(letter.from == [Mailbox(name: "MAILER-DAEMON", address: "")])
        #expect(letter.text == "I'm sorry")
        #expect(letter.attachments.map(\.name) == ["Order.eml"])
        #expect(
            letter.notice
                == DeliveryNotice(
                    envelopeID: "019a=7+b", messageID: "<019a7b@shop.example.com>",
                    recipients: [
                        .init(
                            address: "anna+box@example.org", action: .failed, status: "5.1.1",
                            diagnostic: "550 5.1.1 <anna@inner.example.org>: no such user"),
                        .init(address: "boris@example.org", action: .delayed, status: "4.4.1"),
                        .init(address: "clara@example.org", action: .relayed, status: "2.0.0"),
                    ]))
    }

    @Test func `a notice of Exim or Gmail`() throws {
        let letter = try read(
            """
            From: Mail Delivery System <Mailer-Daemon@mx.example.com>
            X-Failed-Recipients: anna@example.org, boris@example.org

            This message was created automatically by mail delivery software.

              anna@example.org
                host mx.example.org [192.0.2.1]
                SMTP error: 550 5.2.2 mailbox full

            ------ This is a copy of the message, including all the headers. ------

            Message-ID: <019a7b@shop.example.com>
            Subject: Order
            """)
        #expect(
            letter.notice
                == DeliveryNotice(
                    messageID: "<019a7b@shop.example.com>",
                    recipients: [
                        .init(
                            address: "anna@example.org", action: .failed, status: "5.2.2",
                            diagnostic: "host mx.example.org [192.0.2.1] SMTP error: 550 5.2.2 mailbox full"),
                        .init(address: "boris@example.org", action: .failed, status: "5.0.0"),
                    ]))
    }

    @Test func `a notice of qmail`() throws {
        let letter = try read(
            """
            From: MAILER-DAEMON@mx.example.com

            Hi. This is the qmail-send program at mx.example.com.
            I'm afraid I wasn't able to deliver your message to the following addresses.

            <anna@example.org>:
            192.0.2.1 does not like recipient.
            Remote host said: 550 5.1.1 no such user

            --- Below this line is a copy of the message.

            Message-ID: <019a7b@shop.example.com>
            """)
        #expect(letter.notice?.messageID == "<019a7b@shop.example.com>")
        #expect(
            letter.notice?.recipients == [
                .init(
                    address: "anna@example.org", action: .failed, status: "5.1.1",
                    diagnostic: "192.0.2.1 does not like recipient. Remote host said: 550 5.1.1 no such user")
            ])
    }

    @Test func `a notice whose returned letter is only a header, and words of which some are missing`() throws {
        let letter = try read(
            """
            Content-Type: multipart/report; boundary=x

            --x
            Content-Type: message/delivery-status

            Final-Recipient: utf-8;анна@example.org

            nonsense
            Final-Recipient: boris@example.org
            Status: 4.0.0
            --x
            Content-Type: text/rfc822-headers

            Message-Id: <019a7b@shop.example.com>
            --x--
            """)
        #expect(
            letter.notice
                == DeliveryNotice(
                    messageID: "<019a7b@shop.example.com>",
                    recipients: [
                        .init(address: "анна@example.org", action: .failed, status: "5.0.0"),
                        .init(address: "boris@example.org", action: .delayed, status: "4.0.0"),
                    ]))
    }

    @Test func `a letter that only speaks of a notice is none`() throws {
        let letter = try read(
            "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nLook!\n--x\nContent-Type: message/rfc822\n\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@b\nAction: failed\n--x--\n"
        )
        #expect(letter.notice == nil)
    }
}
