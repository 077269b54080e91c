import Diagnostics

/// A text on its way from `${env:NAME}` to what the environment says; it still knows its places.
struct SubstitutedText {
    /// What a text asks for.
    struct Request {
        var placed: PlacedText
        /// The UTF-8 offsets of all of it, from `$` to `}`.
        var range: Range<Int>
        /// `env` or `file`, in whatever case it is written.
        var source: String
        var name: String
        var isClosed: Bool
    }

    private let placed: PlacedText
    private let bytes: [UInt8]
    private var offset = 0
    private var result: [UInt8] = []
    private var anchors: [PlacedText.Anchor] = []

    init(_ placed: PlacedText) {
        self.placed = placed
        bytes = Array(placed.text.utf8)
    }

    /// Whether anything is asked for, or meant to be.
    var hasAny: Bool { request(from: 0) != nil }

    /// Keeps the text up to the next request; all of what is left when there is none.
    mutating func next() -> Request? {
        let request = request(from: offset)
        keep(offset..<(request?.range.lowerBound ?? bytes.count))
        offset = request?.range.upperBound ?? bytes.count
        return request
    }

    /// The value stands at the request's place, all of it.
    mutating func put(_ value: String, for request: Request) {
        let span = placed.span(request.range)
        anchors.append(.init(offset: result.count, position: span.start, end: span.end))
        result += value.utf8
    }

    var text: PlacedText {
        PlacedText(
            String(decoding: result, as: UTF8.self), in: placed.source,
            anchors: anchors.isEmpty ? [.init(offset: 0, position: placed.position(0))] : anchors)
    }

    private mutating func keep(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let start = result.count
        anchors += placed.slice(range).anchors(movedBy: start)
        result += bytes[range]
    }

    private func request(from start: Int) -> Request? {
        var start = start
        while let dollar = bytes[start...].firstIndex(of: UInt8(ascii: "$")) {
            start = dollar + 1
            guard start < bytes.count, bytes[start] == UInt8(ascii: "{"),
                let colon = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "}") }),
                bytes[colon] == UInt8(ascii: ":")
            else { continue }
            let source = String(decoding: bytes[(start + 1)..<colon], as: UTF8.self)
            // `${Total:0.00}` is a dollar sign and a placeholder.
            guard ["env", "file"].contains(source.lowercased()) else { continue }
            let end = bytes[colon...].firstIndex { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "\n") }
            let isClosed = end.map { bytes[$0] == UInt8(ascii: "}") } ?? false
            let stop = isClosed ? (end ?? colon) : colon
            return Request(
                placed: placed, range: dollar..<stop + 1, source: source,
                name: String(decoding: bytes[(colon + 1)..<max(colon + 1, stop)], as: UTF8.self), isClosed: isClosed)
        }
        return nil
    }
}
