import Attributes
import MIME
import Testing

@testable import ICalendar

struct MeetingTests {
    // FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 1000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
    ])
    func `SHA-256 is the standard's`(text: String, hex: String) {
        let digits = SHA256.digest(Array(text.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        #expect(digits.joined() == hex)
    }

    private func uid(_ organizer: String, _ key: String) throws -> String {
        Meeting.uid(organizer: try EmailAddress(organizer), key: key)
    }

    @Test
    func `an organizer and a key always give the same UID`() throws {
        let uid = try uid("hr@example.com", "case-7")
        #expect(uid == "79fed7660e11e5e32bbbd41913e9a130cf33e805@example.com")
        #expect(try self.uid("HR@Example.COM", "case-7") == uid)
        #expect(try self.uid("hr@пример.рф", "1") == self.uid("HR@xn--E1AFMKFD.xn--p1ai", "1"))
    }

    @Test
    func `another organizer or key gives another UID`() throws {
        let pairs = [
            ("hr@example.com", "case-7"), ("hr@example.com", "Case-7"), ("hr@example.com", "case-7 "),
            ("hr2@example.com", "case-7"), ("hr@example.org", "case-7"), ("hr@example.com", ""),
            ("hr@example.com", "\0"),
        ]
        #expect(Set(try pairs.map { try uid($0.0, $0.1) }).count == pairs.count)
    }

    @Test(arguments: [(1_767_225_600, 0), (1_767_225_601, 1), (1_767_225_599, 0), (1_796_108_400, 28_882_800)])
    func `without a ledger, the sequence is the seconds since 2026`(seconds: Int64, sequence: Int) {
        #expect(Meeting.defaultSequence(at: Instant(seconds: seconds)) == sequence)
    }

    @Test
    func `a meeting without an end takes an hour`() {
        #expect(Meeting.defaultEnd(of: Instant(seconds: 10, nanoseconds: 5)) == Instant(seconds: 3610, nanoseconds: 5))
    }

    @Test(arguments: [
        (0, "PT0S"), (60, "-PT1M"), (900, "-PT15M"), (5400, "-PT1H30M"), (86_400, "-P1D"), (90_061, "-P1DT1H1M1S"),
    ])
    func `a reminder is a time before the start`(seconds: Int, trigger: String) throws {
        let bytes = try Meeting.sample { $0.reminder = seconds }.calendar()
        #expect(String(decoding: bytes, as: UTF8.self).contains("\r\nTRIGGER:\(trigger)\r\n"))
    }

    @Test
    func `a meeting that ends as it starts has no DTEND`() throws {
        let bytes = try Meeting.sample { $0.end = $0.start }.calendar()
        #expect(!String(decoding: bytes, as: UTF8.self).contains("DTEND"))
    }
}
