// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Valgrind, which counts instructions, reads no DWARF 5 on Debian 12.
let old: [CSetting] = [.unsafeFlags(["-gdwarf-4"])]

// GLib keeps a header for each kind of machine.
let glib: [CSetting] = [
    .unsafeFlags(
        [
            "/usr/include/gmime-3.0", "/usr/include/glib-2.0", "/usr/lib/x86_64-linux-gnu/glib-2.0/include",
            "/usr/lib/aarch64-linux-gnu/glib-2.0/include", "/usr/lib64/glib-2.0/include",
        ].map { "-I\($0)" })
]

let libxml2: [CSetting] = [.unsafeFlags(["-I/usr/include/libxml2"])]

// Arrows only point down: a target may use what stands above it in this list, and nothing below.
let package = Package(
    name: "router",
    products: [
        .executable(name: "router", targets: ["router"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // Loaded when they are needed; their headers come with libcurl4-openssl-dev, libssl-dev, libkrb5-dev, libgmime-3.0-dev,
        // libical-dev and libxml2-dev.
        .target(name: "CLoading", cSettings: old, linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "CCurl", dependencies: ["CLoading"], cSettings: old),
        .target(name: "COpenSSL", dependencies: ["CLoading"], cSettings: old),
        .target(name: "CKerberos", dependencies: ["CLoading"], cSettings: old),
        .target(name: "CGMime", dependencies: ["CLoading"], cSettings: old + glib),
        .target(name: "CLibical", dependencies: ["CLoading"], cSettings: old),
        .target(name: "CLibxml2", dependencies: ["CLoading"], cSettings: old + libxml2),
        .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CLibpq", dependencies: ["CLoading"], cSettings: old),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CSpawn"),

        .target(name: "Diagnostics", swiftSettings: strict),
        .target(name: "Attributes", dependencies: ["Diagnostics"], swiftSettings: strict),
        .target(name: "Templating", dependencies: ["Diagnostics", "Attributes"], swiftSettings: strict),
        .target(name: "MIME", dependencies: ["CGMime", "Diagnostics", "Attributes"], swiftSettings: strict),
        .target(name: "ICalendar", dependencies: ["CLibical", "Attributes", "MIME"], swiftSettings: strict),
        .target(name: "Settings", dependencies: ["Diagnostics", "Attributes", "CLibyaml"], swiftSettings: strict),
        .target(name: "XML", dependencies: ["CLibxml2", "Attributes"], swiftSettings: strict),
        .target(
            name: "Wire", dependencies: ["CCurl", "COpenSSL", "CKerberos", "CSpawn", "Diagnostics", "Attributes"],
            swiftSettings: strict),
        .target(
            name: "Connecting", dependencies: ["Diagnostics", "Attributes", "Settings", "MIME"], swiftSettings: strict),
        .target(
            name: "Spool",
            dependencies: [
                "CLibpq", "CLinux", "Diagnostics", "Attributes", "MIME", "Connecting",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "Connectors",
            dependencies: ["Connecting", "Diagnostics", "Attributes", "Settings", "MIME", "XML", "Wire"],
            swiftSettings: strict),
        .target(
            name: "Engine",
            dependencies: [
                "Diagnostics", "Attributes", "Templating", "MIME", "ICalendar", "Settings", "Wire", "Connecting",
                "Spool",
            ],
            swiftSettings: strict),
        .target(
            name: "Console",
            dependencies: [
                "Diagnostics", "Attributes", "Settings", "MIME", "Connecting", "Spool", "Engine",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(
            name: "Sandbox",
            dependencies: [
                "Diagnostics", "Attributes", "MIME", "ICalendar", "XML",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "router",
            dependencies: [
                "Diagnostics", "Attributes", "MIME", "ICalendar", "Settings", "Wire", "Connecting", "Spool", "Engine",
                "Connectors", "Console", "Sandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "router-measure",
            dependencies: ["Diagnostics", "Attributes", "Settings", "MIME", "Connecting", "Connectors", "Engine"],
            path: "Benchmarks/measure", swiftSettings: strict),

        .target(
            name: "ConnectingTesting", dependencies: ["Attributes", "Connecting", "MIME"],
            path: "Sources/ConnectingTesting", swiftSettings: strict),
        .target(
            name: "Peers",
            dependencies: ["Attributes", "Settings", .product(name: "Subprocess", package: "swift-subprocess")],
            path: "Tests/Peers", exclude: ["c", "python"], swiftSettings: strict),

        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: strict),
        .testTarget(
            name: "AttributesTests", dependencies: ["Attributes", "Diagnostics", "Peers"], swiftSettings: strict),
        .testTarget(
            name: "TemplatingTests", dependencies: ["Diagnostics", "Attributes", "Templating", "Peers"],
            swiftSettings: strict),
        .testTarget(name: "MIMETests", dependencies: ["Attributes", "MIME", "Peers"], swiftSettings: strict),
        .testTarget(
            name: "ICalendarTests", dependencies: ["Attributes", "MIME", "ICalendar", "Peers"], swiftSettings: strict),
        .testTarget(
            name: "SettingsTests", dependencies: ["Attributes", "Diagnostics", "Peers", "Settings"],
            swiftSettings: strict),
        .testTarget(name: "XMLTests", dependencies: ["XML", "Peers"], swiftSettings: strict),
        .testTarget(
            name: "WireTests", dependencies: ["Wire", "Attributes", "Diagnostics", "Peers"], swiftSettings: strict),
        .testTarget(
            name: "ConnectingTests",
            dependencies: ["Attributes", "Connecting", "Diagnostics", "MIME", "Peers", "Settings"],
            swiftSettings: strict),
        .testTarget(
            name: "ConnectorsTests",
            dependencies: [
                "Attributes", "Connectors", "Connecting", "ConnectingTesting", "Diagnostics", "Engine", "MIME", "Peers",
                "Settings", "Wire", "XML",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PropertyTests",
            dependencies: [
                "Attributes", "Connecting", "Connectors", "Diagnostics", "Engine", "ICalendar", "MIME", "Peers",
                "Settings",
                "Templating",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "Connecting", "ConnectingTesting", "Connectors", "Attributes", "Diagnostics", "ICalendar",
                "MIME", "Peers", "Settings", "Spool", "Templating",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["Attributes", "ConnectingTesting", "Console", "Peers", "Spool", "router"],
            swiftSettings: strict),
        .executableTarget(
            name: "spool-trial", dependencies: ["Attributes", "Connecting", "MIME", "Spool"], path: "Benchmarks/spool",
            swiftSettings: strict),
        .testTarget(
            name: "SpoolTests",
            dependencies: [
                "Attributes", "Connecting", "MIME", "Peers", "Spool", "spool-trial",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Attributes", "Connecting", "ConnectingTesting", "Connectors", "Diagnostics", "MIME", "ICalendar",
                "Peers", "Sandbox", "Wire",
            ],
            swiftSettings: strict),
        .testTarget(name: "PeersTests", dependencies: ["Attributes", "Peers"], swiftSettings: strict),
        .testTarget(
            name: "routerTests",
            dependencies: [
                "Attributes", "Connecting", "ConnectingTesting", "Diagnostics", "MIME", "Peers", "Sandbox", "Spool",
                "router",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
