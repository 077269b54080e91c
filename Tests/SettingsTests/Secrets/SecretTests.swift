import Diagnostics
import Testing

@testable import Settings

struct SecretTests {
    @Test
    func `a literal secret is warned of, without its line`() {
        let read = Read.shape(Sample.shape, "host: x\npassword: hunter2")
        #expect(
            read.said == """
                a.yaml:2:11: warning[literal-secret]: a secret stands in the file
                  help: keep it out of the workspace, write "${env:NAME}" or "${file:path}"
                """)
        #expect(read.reading?.isWhole == true)
        #expect(read.reading?[Sample.password]?.reveal() == "hunter2")
    }

    @Test
    func `a secret from outside is no cause for a warning`() {
        let read = Read.shape(Sample.shape, "host: x\npassword: ${file:name.txt}")
        #expect(read.said == "")
        #expect(read.reading?[Sample.password]?.reveal() == "s3cret")
    }

    /// Mistakes on the line of a secret, and secrets where they do not belong.
    @Test(arguments: [
        "{host: x, password: hunter2, prot: 1}", "host: x\npasword: hunter2", "host: x\npassword: {hunter2}",
        "host: x\npassword: [hunter2, b]", "host: x\npassword: a\npassword: hunter2", "host: x\nport: ${env:PORT}",
        "host: x\nopen: ${env:PORT}", "host: x\ncolour: ${env:PORT}", "host: x\nsize: ${env:PORT}",
        "host: x\nwait: ${env:PORT}", "host: x\napi-token: hunter2",
        "host: x\npassword: |\n  hunter2\n  x: ${env:NO}\n",
        "{host: x, password: \"hunter2\", names: {a}}", "host: x\npassword: hunter2: x",
        "host: x\npassword: 'hunter2' x",
    ])
    func `no secret is ever shown`(text: String) {
        let said = Read.shape(Sample.shape, text).said
        #expect(said.contains("[") && !said.contains("hunter2"), "\(said)")
    }

    @Test
    func `a secret prints as dots`() {
        let reading = Read.shape(Sample.shape, "host: x\npassword: hunter2").reading
        var dumped = ""
        dump(reading?[Sample.password], to: &dumped)
        let secret = reading?[Sample.password]
        #expect(!dumped.contains("hunter2"))
        #expect("\(secret as Any)" == "Optional(•••)")
        #expect(secret.map { String(describing: $0) + String(reflecting: $0) } == "••••••")
        #expect(secret.map { Mirror(reflecting: $0).children.count } == 0)
    }

    @Test(arguments: [
        ("password: x", true), ("  auth: {Password: x}", true), ("client-secret: \"${env:X}\"", false),
        ("host: x", false),
        ("password:", false), ("token", false), ("тело: ваш пароль: x", true),
    ])
    func `a key's name tells that a secret stands there`(line: String, isPrivate: Bool) {
        #expect(PrivateLine.mayHoldSecret(line) == isPrivate)
    }
}
