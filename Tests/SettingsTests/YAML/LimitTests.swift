import Diagnostics
import Glibc
import Testing

@testable import Settings

@Suite(.serialized)
struct LimitTests {
    /// A file that is too much for somebody, and the problem that is named.
    private static let bombs: [(name: String, text: @Sendable () -> String, problem: String)] = [
        (
            "a billion laughs",
            {
                "a: &a [x, x, x, x, x, x, x, x, x]\n"
                    + "bcdefghij".map { name in
                        let before = String(UnicodeScalar(UInt8(name.asciiValue ?? 0) - 1))
                        return
                            "\(name): &\(name) [\(Array(repeating: "*\(before)", count: 9).joined(separator: ", "))]\n"
                    }.joined()
            }, "6:8: error[yaml-syntax]: the file holds more than 100000 values"
        ),
        (
            "50 MB", { String(repeating: "a: b c d e f g h i j k\n", count: 2_300_000) },
            "error[file-too-large]: the file is larger than 4 MB"
        ),
        (
            "brackets", { String(repeating: "[\n", count: 100_000) },
            "65:1: error[yaml-syntax]: more than 64 mappings and lists stand within each other"
        ),
        (
            "lists", { (0..<1300).map { String(repeating: " ", count: $0) + "-\n" }.joined() },
            "65:65: error[yaml-syntax]: more than 64 mappings and lists stand within each other"
        ),
        (
            "values", { String(repeating: "- a\n", count: 150_000) },
            "100001:3: error[yaml-syntax]: the file holds more than 100000 values"
        ),
        (
            "one long line", { "a: [\(String(repeating: "{b},", count: 100_000))]" },
            "1:20001: error[file-too-large]: this line has more than 20000 bytes"
        ),
        (
            "directives", { (0..<20_000).map { "%TAG !\($0)! tag:x\n" }.joined() },
            "11:1: error[yaml-syntax]: more than 10 lines begin with '%'"
        ),
        (
            "keys", { (0..<40_000).map { "k\($0): \n" }.joined() + "k1: 2" },
            "40001:1: error[duplicate-key]: 'k1' stands here a second time; the first is in line 2"
        ),
        ("question marks", { String(repeating: "? ", count: 9000) }, "1:129: error[yaml-syntax]: more than 64"),
        (
            "an open quote", { "a: \"" + String(repeating: "\n", count: 500_000) },
            "a quote is opened here and not closed"
        ),
    ]

    @Test(arguments: bombs.indices)
    func `a bomb is answered at once`(index: Int) {
        let text = Self.bombs[index].text()
        let source = Source(path: "a.yaml", text: text)
        var findings = Findings()
        let start = Self.seconds
        _ = YAMLReader.read(source, &findings)
        let time = Self.seconds - start
        let said = Read.said(findings)
        #expect(said.contains(Self.bombs[index].problem), "\(said.prefix(600))")
        // This is a debug build, which takes ten times as long; what is not linear takes minutes.
        #expect(time < 10, "\(Self.bombs[index].name): \(time)")
    }

    /// What this thread has computed, whoever else is busy on the machine.
    private static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test
    func `a shape names twenty unknown keys and counts the others`() {
        let shape = Shape("a thing", [Field<String?>("host", "The host", default: nil)])
        let text = (0..<5000).map { "key\($0): 1\n" }.joined()
        let said = Read.shape(shape, text).said
        #expect(said.split(separator: "\n").count { $0.contains("error[") } == 21)
        #expect(said.contains("a.yaml:21:1: error[unknown-key]: this and 4979 more are not keys of a thing either"))
    }

    @Test
    func `a thousand problems of a file are enough`() {
        let shape = Shape("a thing", [Field<[Int]>("ports", "The ports")])
        let read = Read.shape(shape, "ports:\n" + String(repeating: "- x\n", count: 3000))
        #expect(
            read.said.hasPrefix(
                """
                a.yaml: error[too-many-problems]: more than 1000 problems: not all of them are shown
                  help: mend the first ones first
                a.yaml:2:3: error[wrong-type]: 'x' is not a whole number
                """))
        #expect(read.reading?.isWhole == false)
    }
}
