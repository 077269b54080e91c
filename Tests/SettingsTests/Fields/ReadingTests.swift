import Diagnostics
import Testing

@testable import Settings

struct ReadingTests {
    @Test
    func `all that is wrong is found in one run, sorted and underlined`() {
        let said = Read.shape(
            Sample.shape,
            """
            prot: 25
            open: yes
            colour: gren
            size: 10 apples
            wait: 12:30
            names: one
            names: [two]
            group: {nam: x}
            keyed: {a: 1, b: x}
            """
        ).said
        #expect(
            said == """
                a.yaml:1:1: error[unknown-key]: 'prot' is not a key of a thing
                  1 | prot: 25
                    | ^^^^
                  help: did you mean 'port'?
                a.yaml:1:1: error[missing-key]: a thing needs the key 'host'
                  1 | prot: 25
                    | ^^^^
                  help: add 'host:': the server's name
                a.yaml:2:7: error[wrong-type]: 'yes' is neither true nor false
                  2 | open: yes
                    |       ^^^
                  help: write true
                a.yaml:3:9: error[unknown-value]: 'gren' is not a colour
                  3 | colour: gren
                    |         ^^^^
                  help: did you mean 'green'?
                a.yaml:4:7: error[wrong-type]: '10 apples' is not a size
                  4 | size: 10 apples
                    |       ^^^^^^^^^
                  help: write it as 500kB, 10MB or 1GB
                a.yaml:5:7: error[wrong-type]: '12:30' is not a length of time
                  5 | wait: 12:30
                    |       ^^^^^
                  help: write it as 30s, 5m, 2h or 1d
                a.yaml:6:8: error[wrong-type]: expected a list, found a text
                  6 | names: one
                    |        ^^^
                  help: write it as a list: [a, b], or '- a' in lines of its own
                a.yaml:7:1: error[duplicate-key]: 'names' stands here a second time; the first is in line 6
                  7 | names: [two]
                    | ^^^^^
                  help: keep one of them
                a.yaml:8:9: error[unknown-key]: 'nam' is not a key of a group
                  8 | group: {nam: x}
                    |         ^^^
                  help: did you mean 'name'?
                a.yaml:8:9: error[missing-key]: a group needs the key 'name'
                  8 | group: {nam: x}
                    |         ^^^
                  help: add 'name:': what it is called
                a.yaml:9:18: error[wrong-type]: 'x' is not a whole number
                  9 | keyed: {a: 1, b: x}
                    |                  ^
                  help: write digits only, such as 587
                """)
    }

    /// A text is what stands in the file, whatever YAML 1.1 would make of it.
    @Test(arguments: [
        "off", "on", "yes", "no", "null", "~", "010", "0x1F", "12:30", "1e3", "true", "2026-12-01", ".inf", "1_000",
        "<<", "=",
    ])
    func `a text stays as it is`(text: String) {
        let read = Read.shape(Sample.shape, "host: \(text)")
        #expect(read.said == "")
        #expect(read.reading?[Sample.host] == text)
    }

    @Test(arguments: [("010", 10), ("0", 0), ("-5", -5), ("\"25\"", 25), ("65536", 65536)])
    func `a number is decimal`(text: String, number: Int) {
        #expect(Read.shape(Sample.shape, "host: x\nport: \(text)").reading?[Sample.port] == number)
    }

    @Test(arguments: ["0x10", "1_000", "1e3", "2.0", "~", "null", "x", "0o17", "99999999999999999999"])
    func `what is no number is said to be none`(text: String) {
        let read = Read.shape(Sample.shape, "host: x\nport: \(text)")
        #expect(read.said.contains("'\(text)' is not a whole number"))
        #expect(read.reading?.isWhole == false)
        #expect(read.reading?.find(Sample.port) == .none)
    }

    @Test(arguments: [
        ("true", "", true), ("false", "", false), ("yes", "write true", nil), ("On", "write true", nil),
        ("off", "write false", nil),
        ("True", "write true", nil), ("нет", "write false", nil), ("maybe", "write true or false", nil),
        ("null", "write true or false", nil),
    ])
    func `true and false are the only words for it`(text: String, help: String, value: Bool?) {
        let read = Read.shape(Sample.shape, "host: x\nopen: \(text)")
        #expect(read.reading?.find(Sample.isOpen) == value)
        #expect(
            read.said.split(separator: "help: ").last.map(String.init) ?? "" == help
                || help.isEmpty && read.said.isEmpty)
    }

    @Test(arguments: [
        ("10MB", 10_000_000), ("500kB", 500_000), ("1 GiB", 1_073_741_824), ("42", 42), ("42 B", 42),
        ("1mb", 1_000_000),
        ("9223372036854775807GB", nil), ("-1", nil), ("1.5MB", nil), ("MB", nil), ("10TB", nil),
    ])
    func `a size has a unit`(text: String, bytes: Int?) {
        #expect(Read.shape(Sample.shape, "host: x\nsize: \(text)").reading?.find(Sample.size)??.bytes == bytes)
    }

    @Test(arguments: [
        ("30s", 30), ("1h30m", 5400), ("2d", 172_800), ("0s", 0), ("60", nil), ("s", nil), ("1h30", nil),
        ("36526d", nil),
        ("99999999999999999999s", nil), ("-5s", nil), ("1.5h", nil),
    ])
    func `a length of time has units`(text: String, seconds: Int?) {
        #expect(Read.shape(Sample.shape, "host: x\nwait: \(text)").reading?.find(Sample.wait)??.seconds == seconds)
    }

    @Test(arguments: ["port:", "port: # none", "group:", "names:", "tags:", "keyed:", "password:", "colour:"])
    func `a key with nothing behind it is as good as none`(line: String) throws {
        let read = Read.shape(Sample.shape, "\(line)\nhost: x")
        #expect(read.said == "")
        let reading = try #require(read.reading)
        #expect(reading.isWhole)
        #expect(reading[Sample.port] == nil)
        #expect(reading[Sample.colour] == .red)
        #expect(!reading.has(Sample.port))
    }

    @Test
    func `a needed key with nothing behind it is missed`() {
        #expect(
            Read.shape(Sample.shape, "host:").said == """
                a.yaml:1:1: error[missing-value]: nothing stands behind 'host'
                  1 | host:
                    | ^^^^
                  help: write it: the server's name
                """)
    }

    @Test(arguments: [
        ("host: {Title}", #"host: "{Title}""#), ("  host: [a] # c", #"host: "[a]" # c"#),
        ("{host: {Title}, port: 1}", #"{host: "{Title}", port: 1}"#), (#"host: {"a": b}"#, #"host: '{"a": b}'"#),
    ])
    func `braces where a text belongs get quotes`(text: String, mended: String) {
        let said = Read.shape(Sample.shape, text).said
        #expect(said.contains("expected a text, and YAML reads a "))
        #expect(said.contains("\n  help: quote it: \(mended)"))
    }

    @Test
    func `a comma in braces gets quotes`() {
        let said = Read.shape(Sample.shape, "host: x\ngroup: {name: A, B & C}").said
        #expect(
            said == """
                a.yaml:2:18: error[unknown-key]: 'B & C' is not a key of a group
                  2 | group: {name: A, B & C}
                    |                  ^^^^^
                  help: quote a text with a comma inside braces: group: {name: "A, B & C"}
                """)
    }

    @Test(arguments: ["[a]", "text", "a: [1"])
    func `a list or a text is no mapping`(text: String) {
        let read = Read.shape(Sample.shape, text)
        #expect(read.reading == nil)
        #expect(read.said.contains("error["))
    }

    @Test
    func `one text stands for a list of one`() throws {
        let one = try #require(Read.shape(Sample.shape, "host: x\ntags: a").reading?[Sample.tags])
        #expect(one.items == ["a"])
        #expect(!one.isList)
        let many = try #require(Read.shape(Sample.shape, "host: x\ntags: [a, b]").reading?[Sample.tags])
        #expect(many.items == ["a", "b"])
        #expect(many.isList)
    }
}
