internal import Attributes
internal import Connecting
internal import MIME

/// Parameters that a letter can do without: where a server offers them and refuses them all the same, they are left out.
///
///     C: MAIL FROM:<robot@x.org> SIZE=2048 RET=HDRS ENVID=0199a5c2-…
///     C: RCPT TO:<ivan@y.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ivan@y.org
struct SMTPExtras {
    /// Behind MAIL's address.
    var mail = ""
    /// NOTIFY's words; blank for none.
    var notify = ""

    var isEmpty: Bool { mail.isEmpty && notify.isEmpty }

    init() {}

    init(_ letter: Letter, _ capabilities: SMTPCapabilities, _ notices: [SMTPDemands.Notice]) {
        if capabilities.hasSize { mail = " SIZE=\(letter.content.size)" }
        guard capabilities.hasDSN, !notices.isEmpty else { return }
        mail += " RET=HDRS ENVID=\(Self.xtext(letter.id))"
        notify = notices.map { $0.rawValue.uppercased() }.joined(separator: ",")
    }

    /// Behind RCPT's address.
    func recipient(_ address: EmailAddress) -> String {
        guard !notify.isEmpty else { return "" }
        let original =
            address.needsSMTPUTF8 ? "utf-8;\(Self.unicodeXtext(address.text))" : "rfc822;\(Self.xtext(address.text))"
        return " NOTIFY=\(notify) ORCPT=\(original)"
    }

    /// RFC 3461 section 4: `+`, `=` and what can't be seen become `+XX`.
    static func xtext(_ text: String) -> String {
        encoded(text) { scalar in
            String(scalar).utf8.map { byte in "+\(hexadecimal(Int(byte), digits: 2))" }.joined()
        }
    }

    /// RFC 6533 section 3, utf-8-addr-xtext: what is not printable ASCII becomes `\x{41F}`.
    static func unicodeXtext(_ text: String) -> String {
        encoded(text) { #"\x{\#(hexadecimal(Int($0.value), digits: 2))}"# }
    }

    private static func encoded(_ text: String, _ escape: (Unicode.Scalar) -> String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            if (0x21...0x7E).contains(scalar.value), scalar != "+", scalar != "=", scalar != "\\" {
                result.unicodeScalars.append(scalar)
            } else {
                result += escape(scalar)
            }
        }
    }

    private static func hexadecimal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
