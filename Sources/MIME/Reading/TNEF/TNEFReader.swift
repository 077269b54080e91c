/// What was packed into a `winmail.dat`.
struct TNEFContent {
    var text: String?
    var html: String?
    var attachments: [ReadAttachment] = []
    /// It ended before its end.
    var isCut = false

    /// Bytes of the texts.
    var size: Int { (text?.utf8.count ?? 0) + (html?.utf8.count ?? 0) }
}

/// Reads the files that Outlook packs letters into ([MS-OXTNEF]).
///
/// What is no text or file of the letter is passed over, and every length is checked against what is there.
struct TNEFReader {
    private static let signature: UInt32 = 0x223E_9F78
    private static let mostAttachments = 1000

    private enum Attribute {
        static let body = 0x800C, messageProperties = 0x9003, codePage = 0x9007
        static let rendering = 0x9002, title = 0x8010, data = 0x800F, attachmentProperties = 0x9005
    }

    /// An attachment as it is put together.
    private struct Piece {
        var title: String?
        var name: String?
        var type: String?
        var contentID: String?
        var content: [UInt8] = []
    }

    private let decoder: TextDecoder
    private var content = TNEFContent()
    private var pieces: [Piece] = []
    private var charset = "windows-1252"
    private var rtf: [UInt8]?

    /// - Returns: `nil` when the bytes are something else.
    static func read(_ bytes: [UInt8], _ decoder: TextDecoder) -> TNEFContent? {
        var cursor = LittleCursor(bytes, bytes.indices)
        guard cursor.number(4) == Int(signature), cursor.number(2) != nil else { return nil }
        var reader = TNEFReader(decoder: decoder)
        while !cursor.isAtEnd {
            guard cursor.number(1) != nil, let id = cursor.number(4), let length = cursor.number(4),
                let data = cursor.take(length), cursor.number(2) != nil
            else {
                reader.content.isCut = true
                break
            }
            reader.take(id & 0xFFFF, bytes, data)
        }
        return reader.finished()
    }

    private init(decoder: TextDecoder) { self.decoder = decoder }

    private mutating func take(_ attribute: Int, _ bytes: [UInt8], _ data: Range<Int>) {
        switch attribute {
        case Attribute.codePage:
            var cursor = LittleCursor(bytes, data)
            if let page = cursor.number(4), Charset.name(of: "cp\(page)") != nil { charset = "cp\(page)" }
        case Attribute.body: if content.text == nil { content.text = text(bytes[data]) }
        case Attribute.messageProperties:
            for property in MAPIProperties(bytes, data) { takeMessage(property, bytes) }
        case Attribute.rendering: if pieces.count < Self.mostAttachments { pieces.append(Piece()) }
        case Attribute.title:
            let title = text(bytes[data])
            change { $0.title = title }
        case Attribute.data: change { $0.content = Array(bytes[data]) }
        case Attribute.attachmentProperties:
            for property in MAPIProperties(bytes, data) { takeAttachment(property, bytes) }
        default: break
        }
    }

    private mutating func change(_ body: (inout Piece) -> Void) {
        guard var last = pieces.popLast() else { return }
        body(&last)
        pieces.append(last)
    }

    private mutating func takeMessage(_ property: MAPIProperty, _ bytes: [UInt8]) {
        switch property.id {
        case 0x1000: content.text = text(property, bytes)
        case 0x1013:
            let isUnicode = property.isUnicode
            content.html = isUnicode ? text(property, bytes) : decoder.text(bytes[property.value], in: nil).text
        case 0x1009: rtf = CompressedRTF.read(bytes[property.value])
        case 0x3FDE:
            var cursor = LittleCursor(bytes, property.value)
            if let page = cursor.number(4), Charset.name(of: "cp\(page)") != nil { charset = "cp\(page)" }
        default: break
        }
    }

    private mutating func takeAttachment(_ property: MAPIProperty, _ bytes: [UInt8]) {
        let text = text(property, bytes)
        switch property.id {
        case 0x3707: change { $0.name = text }
        case 0x3704: change { $0.title = $0.title ?? text }
        case 0x370E: change { $0.type = text.lowercased() }
        case 0x3712: change { $0.contentID = text }
        case 0x3701:
            // An object has the id of its kind before it.
            let value = property.isObject ? property.value.dropFirst(16) : property.value
            change { if $0.content.isEmpty { $0.content = Array(bytes[value]) } }
        default: break
        }
    }

    private func text(_ property: MAPIProperty, _ bytes: [UInt8]) -> String {
        guard property.isUnicode else { return text(bytes[property.value]) }
        return Self.trimmed(decoder.text(bytes[property.value], in: "utf-16le").text)
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        Self.trimmed(decoder.text(bytes.prefix { $0 != 0 }, in: charset).text)
    }

    /// Texts end with NUL.
    private static func trimmed(_ text: String) -> String {
        String(text.prefix { $0 != "\0" })
    }

    private func finished() -> TNEFContent {
        var content = content
        content.attachments = pieces.map { piece in
            let name = [piece.name, piece.title].compactMap { $0 }.first { !$0.isEmpty }
            let guessed = MediaType.of(fileName: name ?? "").description
            let id = piece.contentID.flatMap { $0.isEmpty ? nil : FieldText.harmless($0) }
            let type = piece.type.flatMap { $0.split(separator: "/").count == 2 ? FieldText.harmless($0) : nil }
            return ReadAttachment(
                name: name.map(FieldText.harmless), contentType: type ?? guessed, isInline: id != nil, contentID: id,
                content: piece.content)
        }
        if content.text == nil, content.html == nil, let rtf {
            content.attachments.append(
                ReadAttachment(name: "message.rtf", contentType: "application/rtf", content: rtf))
        }
        return content
    }
}
