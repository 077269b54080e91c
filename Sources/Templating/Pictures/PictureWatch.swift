import Diagnostics

/// Watches out for the addresses of pictures while an HTML text is walked through.
struct PictureWatch: HTMLSink {
    private struct Sight {
        let value: [HTMLTag.Piece]
        /// Bytes before it.
        let start: Int
    }

    private var sights: [Sight] = []

    mutating func text(_ byte: UInt8) {}
    mutating func end(_ name: String) {}

    mutating func start(_ tag: HTMLTag) {
        for attribute in tag.attributes {
            guard attribute.name == "src" && tag.name == "img" || attribute.name == "background" else { continue }
            sights.append(Sight(value: attribute.value, start: attribute.start))
        }
    }

    /// Whether a picture's address comes from data, so that it may be any.
    var hasFilled: Bool {
        sights.contains { sight in sight.value.contains { if case .hole = $0 { true } else { false } } }
    }

    /// The pictures whose addresses stand in the text; what can't be shown is complained of.
    func pictures(in text: PlacedText, from origins: Origins, complaints: inout [Complaint]) -> [Picture] {
        var pictures: [Picture] = []
        for sight in sights {
            guard case .bytes(let bytes) = sight.value.first else { continue }
            let range = origins[sight.start]..<origins[sight.start + bytes.count - 1] + 1
            let written = String(decoding: Entities.decoded(bytes, isAttribute: true), as: UTF8.self).trimmed
            do throws(Picture.Address.Misplaced) {
                guard let address = try Picture.Address(written) else { continue }
                if sight.value.count == 1 {
                    let picture = Picture(
                        address: address, whole: text, place: range,
                        range: sight.start..<sight.start + bytes.count)
                    pictures.append(picture)
                } else if case .file = address {
                    complaints.append(
                        Complaint(
                            .pictureAddress, range, "the path of a picture can't come from data",
                            help: "write the whole path, or begin the address with https:"))
                }
            } catch {
                let name = written.split { $0 == "/" || $0 == "\\" }.last ?? ""
                complaints.append(
                    Complaint(
                        .pictureAddress, range, "'\(Visible.shortened(written, to: 60))' leads nowhere in a letter",
                        help: "write the path of a file of the workspace, as in files/\(Visible.line(name))",
                        severity: .warning))
            }
        }
        return pictures
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
