import Testing
import XML

struct XMLWriterTests {
    @Test func `what is written is read back, whatever it holds`() throws {
        let hostile = "a\u{0}b\u{B}]]> <&>\"' \r\n\t\u{FFFF}\u{1F600}й"
        var xml = XMLWriter()
        xml.declaration()
        xml.element("m:A", ["xmlns:m": "urn:m", "k": hostile, "none": nil]) { xml in
            xml.element("m:B", text: hostile)
            xml.element("m:C")
            xml.element("m:D") { $0.base64([0, 1, 2, 255]) }
        }
        let root = try XMLReader.read(xml.bytes)
        let survived = "a\u{FFFD}b\u{FFFD}]]> <&>\"' \r\n\t\u{FFFD}\u{1F600}й"
        #expect(root.attributes == ["k": survived])
        #expect(root["B"]?.text.unicodeScalars.elementsEqual(survived.unicodeScalars) == true)
        #expect(root["C"] != nil)
        #expect(root["D"]?.text == "AAEC/w==")
        #expect(root.namespace == "urn:m")
    }

    @Test func `text is written as it is where nothing has to be escaped`() {
        var xml = XMLWriter()
        xml.element("a", text: "plain text\nof two lines")
        #expect(String(decoding: xml.bytes, as: UTF8.self) == "<a>plain text\nof two lines</a>")
    }
}
