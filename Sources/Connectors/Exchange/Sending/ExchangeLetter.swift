internal import Attributes
internal import Connecting
internal import MIME
internal import XML

/// A letter as Exchange takes it: there is no envelope beside it, so who stands in it is who gets it.
struct ExchangeLetter: Sendable {
    /// `t:Message`, whole.
    private(set) var item: [UInt8] = []

    /// The header of a letter is within its first bytes.
    private static let longestHeader = 1 << 20

    /// - Parameters:
    ///   - letter: Its content is read and encoded piece by piece.
    ///   - recipients: Whom it shall reach.
    /// - Throws: `fileUnreadable` when a file of it is not what it was.
    init(_ letter: Letter, to recipients: [String]) throws(Failure) {
        var reader = ContentReader(letter.content)
        var head: [UInt8] = []
        var end: Int?
        while end == nil, head.count < Self.longestHeader, let chunk = try reader.chunk() {
            head += chunk
            end = Self.endOfHeader(head)
        }
        // A letter may be all header.
        let split = end ?? head.count
        let header = EnvelopedHeader(head[..<split], for: recipients)
        var xml = XMLWriter()
        var encoder = Base64Writer()
        var failure: Failure?
        xml.element("t:Message") { xml in
            xml.element("t:MimeContent", ["CharacterSet": "UTF-8"]) { xml in
                encoder.add(header.bytes, to: &xml)
                encoder.add(end == nil ? [0x0D, 0x0A] : Array(head[split...]), to: &xml)
                do throws(Failure) {
                    while let chunk = try reader.chunk() { encoder.add(chunk, to: &xml) }
                } catch {
                    failure = error
                }
                encoder.finish(&xml)
            }
        }
        if let failure { throw failure }
        item = xml.bytes
    }

    /// Where the blank line behind the header begins.
    private static func endOfHeader(_ bytes: [UInt8]) -> Int? {
        var start = 0
        while start < bytes.count {
            if bytes[start] == 0x0A { return start }
            if bytes[start] == 0x0D, start + 1 < bytes.count, bytes[start + 1] == 0x0A { return start }
            guard let end = bytes[start...].firstIndex(of: 0x0A) else { return nil }
            start = end + 1
        }
        return nil
    }
}

/// Encodes parts of any size as one text of base64.
private struct Base64Writer {
    private var rest: [UInt8] = []

    mutating func add(_ part: [UInt8], to xml: inout XMLWriter) {
        guard rest.count + part.count >= 3 else {
            rest += part
            return
        }
        let bytes = rest.isEmpty ? part : rest + part
        let whole = bytes.count / 3 * 3
        rest = Array(bytes[whole...])
        xml.base64(whole == bytes.count ? bytes : Array(bytes[..<whole]))
    }

    mutating func finish(_ xml: inout XMLWriter) {
        xml.base64(rest)
        rest = []
    }
}
