/// An arrival's links in one compact column.
enum LinksCoding {
    private static let version: UInt8 = 1

    static func encode(_ links: [ArrivalLink]) -> [UInt8] {
        guard !links.isEmpty else { return [] }
        var writer = ByteWriter()
        writer.byte(version)
        writer.number(links.count)
        for link in links {
            for text in [link.rule, link.object, link.key, link.value] { writer.text(text) }
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(ByteReader.Problem) -> [ArrivalLink] {
        guard !bytes.isEmpty else { return [] }
        var reader = ByteReader(bytes)
        guard try reader.byte() == version else { throw ByteReader.Problem() }
        let count = try reader.number()
        // Each takes four bytes at least: hostile counts reserve nothing.
        guard count <= bytes.count / 4 else { throw ByteReader.Problem() }
        var links: [ArrivalLink] = []
        links.reserveCapacity(count)
        for _ in 0..<count {
            links.append(
                ArrivalLink(
                    rule: try reader.text(), object: try reader.text(), key: try reader.text(),
                    value: try reader.text()))
        }
        guard reader.isAtEnd else { throw ByteReader.Problem() }
        return links
    }
}
