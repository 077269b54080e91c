import Connecting
import Peers
import Testing

@testable import Connectors

@Suite struct FileNamesTests {
    @Test(arguments: [
        ("scan.pdf", "scan.pdf"), ("../../etc/passwd", "_.._.._etc_passwd"), ("/etc/passwd", "_etc_passwd"),
        ("..", "attachment"), (".", "attachment"), ("", "attachment"), ("   ", "attachment"), ("///", "attachment"),
        ("a\0b\r\nc", "a_b__c"), (".bashrc", "_.bashrc"), ("-rf", "_-rf"), ("a\\b:c", "a_b_c"), ("name. . ", "name"),
        ("\u{202E}fdp.exe", "_fdp.exe"), ("Счёт №7.pdf", "Счёт №7.pdf"),
    ])
    func `a name stays in its folder`(_ name: String, _ expected: String) {
        #expect(FileNames.safe(name) == expected)
    }

    @Test func `a long name keeps its end`() {
        let name = FileNames.safe(String(repeating: "я", count: 500) + ".pdf")
        #expect(name.utf8.count <= 180 && name.hasSuffix("я.pdf"))
        #expect(FileNames.safe("e" + String(repeating: "\u{301}", count: 500)) == "attachment")
        #expect(FileNames.safe(String(repeating: "a.", count: 500) + "b").utf8.count <= 180)
    }

    @Test func `names differ, whatever their capitals`() {
        let names = ["a.txt", "A.TXT", "a.txt", "a-2.txt", "b"].map {
            HandedAttachment(fileName: $0, contentType: "", content: [])
        }
        #expect(FileNames.unique(names, besides: ["B"]) == ["a.txt", "A-2.TXT", "a-3.txt", "a-2-2.txt", "b-2"])
    }

    @Test(arguments: 0..<200)
    func `whatever a letter calls its files, they stay in the folder`(_ seed: Int) {
        var chance = Seeded(seed: UInt64(seed))
        let pieces = [
            "/", "\\", "..", ".", " ", "-", "\0", "\r\n", "\u{202E}", "\u{FEFF}", "a", "я", "\u{1F600}", "e\u{301}",
            ".pdf", "\u{7F}", "%2e", ":", "_", "message.json",
        ]
        let name = (0..<chance.number(0...120)).map { _ in chance.pick(pieces) }.joined()
        let safe = FileNames.safe(name)
        #expect(!safe.isEmpty && safe.utf8.count <= 180 && safe != "." && safe != "..")
        #expect(!safe.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x2F || $0 == 0x5C })
        #expect(!safe.hasPrefix(".") && !safe.hasPrefix("-") && !safe.hasSuffix(".") && !safe.hasSuffix(" "))
        #expect(FileNames.safe(safe) == safe)
    }
}
