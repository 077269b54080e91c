import Glibc
import Peers
import Testing

@Suite struct `The layers are checked` {
    @Test func `each stray import is named with its place and a remedy`() async throws {
        let house = try await Self.house([
            "Sources/Wire/Wire.swift": "internal import CCurl\nimport Synchronization",
            "Sources/Engine/Engine.swift": """
            // import CCurl
            package import struct Connectors.List
            @preconcurrency import Foundation
            let text = \"\"\"
                import CCurl
                \"\"\"
            """,
            "Sources/Connectors/List.swift": "import CCurl\nimport Engine\nimport Wire\nimport Zlib",
            "Sources/Connectors/More.swift": "internal import Engine",
            "Tests/WireTests/WireTests.swift": "@testable import Wire\nimport Foundation\nlet home = \"\(Self.home)\"",
        ])
        let found = try await Tool.outcome("\(Self.root)/scripts/check-layers", [house.folder])
        #expect(!found.succeeded)
        #expect(
            found.text == """
                Package.swift: Wire depends on Connectors, which stands below it
                  help: turn the dependency round, or move what both need into a target above them
                Sources/Engine/Engine.swift:2: Engine must never know Connectors
                  help: take it as a parameter
                Sources/Engine/Engine.swift:3: Foundation costs start-up time
                  help: use the standard library or FoundationEssentials
                Sources/Connectors/List.swift:1: only Wire may import CCurl
                  help: use Wire
                Sources/Connectors/List.swift:2: Connectors imports Engine without declaring it (and in 1 more place)
                  help: add Engine to Connectors's dependencies in Package.swift if it stands above, else do without
                Sources/Connectors/List.swift:3: Connectors imports Wire without declaring it
                  help: add Wire to Connectors's dependencies in Package.swift if it stands above, else do without
                Sources/Connectors/List.swift:4: Connectors imports Zlib without declaring it
                  help: declare the product it is from
                Tests/WireTests/WireTests.swift:3: \(Self.home) is a path of one machine only
                  help: find it from the environment or beside the package

                """)
        await house.stop()
    }

    @Test func `a house in order is told so`() async throws {
        let house = try await Self.house(
            ["Sources/Wire/Wire.swift": "internal import CCurl\nimport Connectors"], wire: [])
        let found = try await Tool.outcome("\(Self.root)/scripts/check-layers", [house.folder])
        #expect(found.text.hasPrefix("Sources/Wire/Wire.swift:2: Wire imports Connectors without declaring it"))

        try await Self.write("Sources/Wire/Wire.swift", "internal import CCurl", in: house.folder)
        let mended = try await Tool.outcome("\(Self.root)/scripts/check-layers", [house.folder])
        #expect(mended.succeeded)
        #expect(mended.text == "layers: every import is declared and points upward\n")
        await house.stop()
    }

    private static let root = #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/\($1)" }

    // In two pieces, so that the check does not find it here.
    private static let home = "/ho" + "me/ivan/letters"

    /// A package of four floors in a folder of its own.
    private static func house(_ files: [String: String], wire: [String] = ["Connectors"]) async throws -> Guardian {
        let guardian = try Guardian(of: Guardian.newFolder())
        let manifest = """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(name: "house", targets: [
                .systemLibrary(name: "CCurl"),
                .target(name: "Wire", dependencies: \(["CCurl"] + wire)),
                .target(name: "Engine"),
                .target(name: "Connectors"),
                .testTarget(name: "WireTests", dependencies: ["Wire"]),
            ])
            """
        for (path, text) in files.merging(["Package.swift": manifest], uniquingKeysWith: { $1 }) {
            try await write(path, text, in: guardian.folder)
        }
        return guardian
    }

    private static func write(_ path: String, _ text: String, in folder: String) async throws {
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        try await Tool.require("mkdir", ["-p", "\(folder)/\(parent)"])
        try await Tool.require("tee", ["\(folder)/\(path)"], input: Array(text.utf8))
    }
}
