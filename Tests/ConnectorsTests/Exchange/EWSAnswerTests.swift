import Connecting
import Glibc
import Peers
import Testing
import XML

@testable import Connectors

/// What Exchange answers, as Microsoft has published it and as servers write it.
@Suite struct EWSAnswerTests {
    private func messages(_ inner: String) throws -> [EWSMessage] {
        let text = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\(inner)</s:Body></s:Envelope>
            """
        let answer = try #require(EWSAnswer(try XMLReader.read(Array(text.utf8))))
        guard case .messages(let messages) = answer else { return [] }
        return messages
    }

    private static func files() -> [String] {
        guard let folder = EWSSchema.samples, let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".xml") { names.append(name) }
        }
        return names.sorted()
    }

    private static func bytes(_ name: String) -> [UInt8] {
        guard let folder = EWSSchema.samples, let file = fopen("\(folder)/\(name)", "r") else { return [] }
        defer { fclose(file) }
        var space = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&space, 1, space.count, file)
        return Array(space[..<count])
    }

    /// All that an answer says of items, folders, people and subscriptions, counted without our reader.
    private static func count(_ name: String, in text: String) -> Int {
        text.split(separator: "<").count { part in
            let tag = part.prefix { !" \r\n\t/>".contains($0) }
            return !part.hasPrefix("/") && (tag == name || tag.hasSuffix(":\(name)"))
        }
    }

    @Test(arguments: [
        (
            #"MajorVersion="15" MinorVersion="1" MajorBuildNumber="2507" MinorBuildNumber="37" Version="V2017_07_11""#,
            "Exchange 2016 (15.1.2507.37, V2017_07_11)"
        ),
        (
            #"MajorVersion="8" MinorVersion="3" MajorBuildNumber="517" MinorBuildNumber="0""#,
            "Exchange 2007 (8.3.517.0)"
        ),
        (
            #"MajorVersion="15" MinorVersion="2" MajorBuildNumber="1748" MinorBuildNumber="10" Version="V2017_07_11""#,
            "Exchange 2019 or SE (15.2.1748.10, V2017_07_11)"
        ),
        (#"MajorVersion="16" MinorVersion="0" Version="&#10;&#x202E;x""#, "Exchange (16.0, ␊�x)"),
        (#"MajorVersion="-1" MinorVersion="0""#, nil), (#"Version="V2_22""#, nil),
    ]) func `a server tells what it is`(attributes: String, words: String?) throws {
        let header = try XMLReader.read(
            Array("<s:Header xmlns:s='s'><h:ServerVersionInfo xmlns:h='h' \(attributes)/></s:Header>".utf8))
        #expect(EWSServerVersion(header)?.words == words)
    }

    @Test(.enabled("the published answers of Exchange are not here: none is read") { EWSSchema.samples != nil })
    func `every published answer of our operations is read without loss`() throws {
        let files = Self.files()
        #expect(files.count > 50)
        for file in files {
            let bytes = Self.bytes(file)
            let text = String(decoding: bytes, as: UTF8.self)
            let root = try XMLReader.read(bytes)
            let answer = try #require(EWSAnswer(root), "\(file)")
            guard case .messages(let messages) = answer else {
                #expect(file.hasPrefix("Fault-"))
                continue
            }
            #expect(messages.count == Self.count("ResponseCode", in: text), "\(file)")
            let operation = file.prefix { $0 != "-" }
            switch operation {
            case "GetFolderResponse":
                let found = try GetFolder(folders: []).read(messages)
                #expect(found.count == messages.count, "\(file)")
                #expect(found.contains { $0 != nil } == text.contains("FolderId "), "\(file)")
            case "FindItemResponse":
                for message in messages where !message.isError {
                    let page = try FindItem(folder: .id(""), limit: 1).read([message])
                    let groups = Self.count("GroupedItems", in: text)
                    #expect(groups > 0 || page.items.count == Self.count("ItemId", in: text), "\(file)")
                }
            case "SyncFolderItemsResponse":
                for message in messages where !message.isError {
                    let changes = try SyncFolderItems(folder: .id(""), limit: 1).read([message])
                    #expect(changes.created.count == Self.count("Create", in: text), "\(file)")
                    #expect(!changes.state.isEmpty)
                    #expect(changes.isLast == !text.contains("IncludesLastItemInRange>false"))
                }
            case "GetItemResponse":
                let items = try GetItem(items: []).read(messages)
                #expect(items.count == messages.count)
            case "ResolveNamesResponse":
                #expect(
                    try ResolveNames(entry: "").read(messages).count == Self.count("Resolution", in: text), "\(file)")
            case "SubscribeResponse":
                for message in messages where !message.isError {
                    #expect(try !Subscribe(folders: [], way: .streaming).read([message]).id.isEmpty, "\(file)")
                }
            case "CreateAttachmentResponse":
                for message in messages where !message.isError {
                    let item = try CreateAttachment(item: EWSItemID(""), fileName: "", contentType: "", content: [])
                        .read([message])
                    #expect(item.changeKey != nil, "\(file)")
                }
            case "GetAttachmentResponse":
                for message in messages where !message.isError {
                    #expect(try GetAttachment(id: "").read([message])?.name.isEmpty == false, "\(file)")
                }
            case "CreateItemResponse":
                for message in messages where !message.isError && !message.items.isEmpty {
                    #expect(try CreateItem(item: []).read([message]) != nil, "\(file)")
                }
            case "UpdateItemResponse":
                #expect(try UpdateItem(changes: []).read(messages).count == messages.count, "\(file)")
            case "DeleteItemResponse", "SendItemResponse":
                #expect(messages.count > 0)
            default: Issue.record("nobody reads \(file)")
            }
        }
    }

    @Test(
        arguments: [
            (
                "<m:MessageXml xmlns:m='m'><t:Value xmlns:t='t' Name='BackOffMilliseconds'>297749</t:Value></m:MessageXml>",
                "ErrorServerBusy"
            ),
            (
                "<t:MessageXml xmlns:t='t'><t:Value Name='InnerErrorMessageText'>Busy</t:Value><t:Value Name='InnerErrorResponseCode'>ErrorServerBusy</t:Value><t:Value Name='BackOffMilliseconds'>297749</t:Value></t:MessageXml>",
                "ErrorInternalServerError"
            ),
        ]) func `a busy server is understood in all its ways`(details: String, code: String) throws
    {
        let message = """
            <m:R xmlns:m="m"><m:ResponseMessages><m:X ResponseClass="Error"><m:MessageText>Later</m:MessageText>\
            <m:ResponseCode>\(code)</m:ResponseCode>\(details)</m:X></m:ResponseMessages></m:R>
            """
        let refusal = try #require(try messages(message).first?.refusal)
        #expect(refusal.isBusy)
        #expect(refusal.backOff == 297_749)
        let fault = """
            <s:Fault xmlns:s="s"><faultcode>s:Server</faultcode><faultstring>Later</faultstring><detail>\
            <e:ResponseCode xmlns:e="e">\(code)</e:ResponseCode><e:Message xmlns:e="e">Later</e:Message>\
            \(details)</detail></s:Fault>
            """
        let told = EWSRefusal(fault: try XMLReader.read(Array(fault.utf8)))
        #expect(told.isBusy)
        #expect(told.backOff == 297_749)
    }

    @Test func `envelopes of a stream are told apart, whatever pieces they come in`() throws {
        let one = "<?xml version='1.0'?><s:Envelope xmlns:s='s'><s:Body>a &gt; b</s:Body></s:Envelope >"
        let two = "<Envelope><Body x='>'/></Envelope>"
        let bytes = Array("\r\n\(one)\r\n\(two)<Envelope>".utf8)
        for size in [1, 2, 7, 50, 1000] {
            var splitter = EWSEnvelopeSplitter()
            var found: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { splitter.add($0) }
                while let envelope = splitter.next() { found.append(String(decoding: envelope, as: UTF8.self)) }
            }
            #expect(found == [one, two])
        }
    }

    @Test func `a cursor survives being written down`() {
        let cursors = [
            ExchangeCursor(state: "AAAA=="), ExchangeCursor(state: "", listed: .init(time: "", seen: [])),
            ExchangeCursor(state: "x", listed: .init(time: "2026-11-21T10:00:00Z", seen: ["a.b", "c"])),
        ]
        for cursor in cursors { #expect(ExchangeCursor(cursor.text) == cursor) }
        #expect(ExchangeCursor("") == nil)
        #expect(ExchangeCursor("17/3") == nil)
    }
}
