import Attributes
import Connecting
import ConnectingTesting
import Glibc
import Peers
import Testing

@testable import Connectors

@Suite struct FolderHandlingTests {
    private let folder = Folder()
    private var place: String { "\(folder.path)/in/letters" }

    /// What lies there, as a reader of the folder finds it.
    private static func handovers(_ place: String, _ layout: FolderConnector.Layout) throws -> [Handover] {
        let names = Folder.names(place)
        let files =
            layout == .folders
            ? names.map { "\(place)/\($0)/message.json" }
            : names.filter { $0.hasSuffix(".json") && $0.count == 52 }.map { "\(place)/\($0)" }
        return try files.map { file in
            let json = try JSON.read(Folder.read(file))
            guard case .object(let members) = json, case .array(let items) = json["Attachments"] else {
                return Handover(id: "", count: 0, message: json, contents: [])
            }
            let beside = file.prefix { _ in true }.lastIndex(of: "/").map { file[..<$0] } ?? ""
            return Handover(
                id: json["id"]?.text ?? "", count: 1, message: .object(members.filter { $0.name != "Attachments" }),
                contents: items.map { Folder.read("\(beside)/\($0["Path"]?.text ?? "")") })
        }
    }

    @Test(arguments: [FolderConnector.Layout.folders, .flat])
    func `a handler keeps to the contract`(_ layout: FolderConnector.Layout) async {
        let place = place
        let violations = await HandlerConformance(FolderConnector(path: place, layout: layout, sessions: 8)) {
            try Self.handovers(place, layout)
        }.violations()
        #expect(violations == [])
        #expect(Folder.names(folder.path) == ["in"] && Folder.names("\(folder.path)/in") == ["letters"])
        #expect(Folder.names(place).allSatisfy { !$0.hasPrefix(".") })
    }

    @Test func `a message is a folder with its day and its id`() async throws {
        let connector = FolderConnector(path: place)
        let message = message(
            ["Subject": "x", "ReceivedDate": "2026-11-21T23:15:30Z"],
            [
                attachment("../../a", "1"), attachment("message.json", "2"), attachment("Scan.pdf", "3"),
                attachment("scan.PDF", "4"), attachment("", "5"),
            ])
        let answer = try await connector.handle(message)
        let name = "2026-11-21-\(message.id)"
        #expect(answer == HandlerAnswer(words: "put into \(place)/\(name)"))
        #expect(
            Folder.names("\(place)/\(name)")
                == ["Scan.pdf", "_.._.._a", "attachment", "message-2.json", "message.json", "scan-2.PDF"]
                || Folder.names("\(place)/\(name)").count == 6)
        // Whoever comes again finds it as it was.
        unlink("\(place)/\(name)/Scan.pdf")
        let again = try await connector.handle(message)
        #expect(again == HandlerAnswer(words: "\(place)/\(name) is there already"))
        #expect(Folder.names("\(place)/\(name)").count == 5)
    }

    @Test func `in a flat folder the JSON comes last and names its files`() async throws {
        let message = message(["Subject": "x"], [attachment("a.txt", "1"), attachment("a.txt", "2")])
        _ = try await FolderConnector(path: place, layout: .flat).handle(message)
        let names = Folder.names(place)
        let stem = try #require(names.first { $0.hasSuffix(".json") }).dropLast(5)
        #expect(stem.hasSuffix("-\(message.id)"))
        #expect(names == ["\(stem)-a-2.txt", "\(stem)-a.txt", "\(stem).json"])
        let json = try JSON.read(Folder.read("\(place)/\(stem).json"))
        #expect(
            json["Attachments"] == [
                ["Name": "a.txt", "Path": .string("\(stem)-a.txt"), "ContentType": "text/plain"],
                ["Name": "a.txt", "Path": .string("\(stem)-a-2.txt"), "ContentType": "text/plain"],
            ])
    }

    @Test func `an entry's path leads into folders below, and nowhere else`() async throws {
        let connector = FolderConnector(path: place)
        let good = message(path: "/claims/Inv%207")
        #expect(try await connector.handle(good).words == "put into \(place)/claims/Inv 7/2026-11-21-\(good.id)")
        for path in ["../x", "a/../../x", "%2e%2e", "a%2Fb", "a\0b", ".ssh"] {
            let found = await failure(connector, message(path: path))
            #expect(found?.code == .settingsWrong && found?.verdict == .never, "\(path)")
        }
        #expect(Folder.names("\(folder.path)/in") == ["letters"])
    }

    @Test func `a place that can't be written is named, with its remedy`() async {
        let file = folder.write("file", [1])
        let found = await failure(FolderConnector(path: "\(file)/in"), message())
        #expect(
            found
                == Failure(
                    .notWritable, .again, "\(file) can't be written: Not a directory",
                    help: "check path: of the connection"))
    }

    @Test func `a full disk leaves nothing behind, and the message waits`() async throws {
        let options = ["-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", folder.path]
        guard try await Peers.Tool.outcome("mount", options).succeeded else { return }
        defer { umount2(folder.path, CInt(MNT_DETACH)) }
        let connector = FolderConnector(path: place)
        let large = message([:], [attachment("a", "x"), attachment("b", String(repeating: "y", count: 2_000_000))])
        let found = await failure(connector, large)
        #expect(found?.code == .notWritable && found?.verdict == .again)
        #expect(found?.message.hasSuffix("can't be written: No space left on device") == true)
        #expect(found?.help == "make room on the disk; it is tried again")
        #expect(Folder.names(place) == [])
        #expect(await failure(connector, message()) == nil)
    }

    @Test func `what a killed service left behind goes after a day`() async throws {
        mkdir("\(folder.path)/in", 0o700)
        mkdir(place, 0o700)
        for (name, age) in [(".old-1-2-3.router.tmp", 90_000), (".new-1-2-3.router.tmp", 60), (".other", 90_000)] {
            mkdir("\(place)/\(name)", 0o700)
            let then = timeval(tv_sec: time(nil) - age, tv_usec: 0)
            utimes("\(place)/\(name)", [then, then])
        }
        let message = message()
        _ = try await FolderConnector(path: place).handle(message)
        #expect(Folder.names(place) == [".new-1-2-3.router.tmp", ".other", "2026-11-21-\(message.id)"])
    }

    @Test func `a check writes and leaves nothing`() async throws {
        #expect(try await FolderConnector(path: place).check() == ["\(place) takes messages"])
        #expect(Folder.names(place) == [])
    }
}
