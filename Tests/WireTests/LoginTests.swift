import Diagnostics
import Testing

@testable import Wire

@Suite struct LoginTests {
    private let password = Secret("hunter22")
    private var login: Login { Login(username: "robot", password: password) }

    @Test func `a secret shows itself to nobody`() {
        var dumped = ""
        dump(login, to: &dumped)
        for text in ["\(login)", String(reflecting: login), dumped, "\(password)"] {
            #expect(!text.contains("hunter22"))
        }
        #expect(password.reveal() == "hunter22")
    }

    @Test(
        arguments: [
            ("502 unknown command AUTH PLAIN AHJvYm90AGh1bnRlcjIy", "502 unknown command AUTH PLAIN •••"),
            ("502 unknown command aHVudGVyMjI=", "502 unknown command •••"),
            ("535 hunter22 is wrong for robot", "535 ••• is wrong for robot"),
        ])
    func `a server that repeats the password is not repeated`(_ said: String, _ expected: String) {
        #expect(login.redacted(said) == expected)
    }

    @Test func `the password itself goes out only where the line is encrypted, if a proof will do`() {
        #expect(login.attempts(isEncrypted: true) == [["PLAIN", "LOGIN"], ["DIGEST-MD5", "CRAM-MD5"]])
        #expect(login.attempts(isEncrypted: false) == [["DIGEST-MD5", "CRAM-MD5", "PLAIN", "LOGIN"]])
        #expect(
            Login(username: "r", password: Secret("p"), mechanism: "NTLM").attempts(isEncrypted: true) == [["NTLM"]])
    }
}
