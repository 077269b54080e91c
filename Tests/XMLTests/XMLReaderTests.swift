import Testing
import XML

struct XMLReaderTests {
    private func read(_ text: String, limits: XMLLimits = XMLLimits()) throws -> XMLElement {
        try XMLReader.read(Array(text.utf8), limits: limits)
    }

    @Test func `elements are known by local name and namespace, whatever their prefixes`() throws {
        let root = try read(
            #"<?xml version="1.0"?><s:A xmlns:s="urn:s" xmlns="urn:d"><B x="1 &amp; 2" s:y="й">т<!-- -->е&lt;кст<s:C/></B></s:A>"#
        )
        #expect(root.name == "A")
        #expect(root.namespace == "urn:s")
        let inner = try #require(root["B"])
        #expect(inner.namespace == "urn:d")
        #expect(inner.attributes == ["x": "1 & 2", "y": "й"])
        #expect(inner.text == "те<кст")
        #expect(root["B", "C"]?.namespace == "urn:s")
        #expect(root.first("C") != nil)
    }

    @Test(arguments: [1, 2, 3, 7, 1000]) func `a document is read the same in parts of any size`(size: Int) throws {
        let text = "<a>\(String(repeating: "<b k='v'>привет ]]&gt; <![CDATA[<&]]></b>\r\n", count: 50))</a>"
        var reader = try XMLReader()
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try reader.read(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        let root = try reader.finish()
        #expect(root == (try read(text)))
        #expect(root.all("b").count == 50)
        #expect(root["b"]?.text == "привет ]]> <&")
    }

    @Test func `texts in UTF-16 are read, too`() throws {
        let bytes: [UInt8] = [0xFF, 0xFE] + "<a>да</a>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try XMLReader.read(bytes).text == "да")
    }

    @Test(arguments: [
        ("", "is empty"),
        ("<a><b></a>", "is no XML (line 1: Opening and ending tag mismatch: b line 1 and a)"),
        ("<a>", "ends too soon"), ("Not found", "is no XML (line 1: Document is empty)"),
        ("<html><body>&nbsp;</body></html>", "is no XML (line 1: Entity 'nbsp' not defined)"),
        ("<a/><b/>", "is no XML (line 1: Extra content at the end of the document)"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "has a DOCTYPE, which is never read"),
        ("<!DOCTYPE html><html/>", "has a DOCTYPE, which is never read"),
        ("<m:a/>", "is no XML (line 1: Namespace prefix m on a is not defined)"),
    ]) func `what is no XML is told with its line`(text: String, words: String) {
        #expect { try read(text) } throws: { ($0 as? XMLProblem)?.words == words }
    }

    @Test func `a document that is too deep, too long or has too many elements is left`() {
        var limits = XMLLimits()
        limits.depth = 5
        limits.elements = 10
        limits.held = 1000
        func words(_ text: String) -> String? {
            do throws(XMLProblem) {
                _ = try XMLReader.read(Array(text.utf8), limits: limits)
                return nil
            } catch { return error.words }
        }
        #expect(words("<a><a><a><a><a/></a></a></a></a>") == nil)
        #expect(words("<a><a><a><a><a><a/></a></a></a></a></a>") == "has more than 5 elements in one another")
        #expect(words("<a>\(String(repeating: "<b/>", count: 10))</a>") == "has more than 10 elements")
        #expect(
            words("<a>\(String(repeating: "x", count: 2000))</a>") == "has more than 1000 bytes beside its long texts")
        #expect(
            words("<a k='\(String(repeating: "x", count: 2000))'/>") == "has more than 1000 bytes beside its long texts"
        )
        limits.size = 20
        #expect(words("<a>                  </a>") == "has more than 20 bytes")
    }

    @Test func `a hundred megabytes go to a sink and are held nowhere`() throws {
        let sink = CountingSink()
        var reader = try XMLReader(streaming: ["MimeContent"], to: sink)
        try reader.read(Array("<a><id>1</id><t:MimeContent xmlns:t='t' CharacterSet='UTF-8'>".utf8))
        let part = [UInt8](repeating: UInt8(ascii: "Q"), count: 1 << 20)
        for _ in 0..<100 { try reader.read(part) }
        try reader.read(Array("</t:MimeContent><MimeContent>QQ==</MimeContent></a>".utf8))
        let root = try reader.finish()
        #expect(sink.sizes == [100 << 20, 4])
        #expect(root["id"]?.text == "1")
        #expect(root.all("MimeContent").map(\.stream) == [0, 1])
        #expect(root["MimeContent"]?.attributes == ["CharacterSet": "UTF-8"])
        #expect(root["MimeContent"]?.text == "")
    }

    @Test func `a sink that is full ends the reading`() throws {
        let sink = CountingSink(limit: 10)
        var reader = try XMLReader(streaming: ["c"], to: sink)
        #expect(throws: XMLProblem(.sink, "is full")) {
            try reader.read(Array("<a><c>\(String(repeating: "x", count: 2000))</c></a>".utf8))
        }
    }

    @Test func `base64 in parts comes out whole`() throws {
        var parts = Base64Parts()
        var bytes: [UInt8] = []
        for part in ["0L", "/Rg", "NC40\r\n  ", "LLQtd", "", "GCIQ=="] {
            bytes += try Array(part.utf8).withUnsafeBytes { try parts.decode($0) }
        }
        try parts.finish()
        #expect(String(decoding: bytes, as: UTF8.self) == "привет!")
    }
}

private final class CountingSink: XMLSink {
    private(set) var sizes: [Int] = []
    private let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    func begin(_ element: String, _ index: Int) { sizes.append(0) }

    func text(_ bytes: UnsafeRawBufferPointer) throws(XMLProblem) {
        sizes[sizes.count - 1] += bytes.count
        if sizes[sizes.count - 1] > limit { throw XMLProblem(.sink, "is full") }
    }

    func end() {}
}
