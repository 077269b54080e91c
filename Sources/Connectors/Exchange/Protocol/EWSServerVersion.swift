internal import Diagnostics
internal import XML

/// What a server tells of itself in the header of each answer.
///
///     <h:ServerVersionInfo MajorVersion="15" MinorVersion="1" MajorBuildNumber="2507" MinorBuildNumber="0" Version="V2017_07_11"/>
struct EWSServerVersion: Hashable, Sendable {
    /// `15.1.2507.0`; parts that are not told are left out.
    var number: String
    /// Of its newest schema; blank where it is not told, as Exchange 2007 does.
    var schema: String
    private var major: Int
    private var minor: Int

    /// Characters of a schema's name.
    private static let longest = 40

    /// - Parameter header: `Header` of the envelope; what tells no version makes none.
    init?(_ header: XMLElement?) {
        guard let attributes = header?["ServerVersionInfo"]?.attributes else { return nil }
        func part(_ name: String) -> Int? { attributes[name].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 } }
        guard let major = part("MajorVersion"), let minor = part("MinorVersion") else { return nil }
        self.major = major
        self.minor = minor
        let builds = [part("MajorBuildNumber"), part("MinorBuildNumber")].prefix { $0 != nil }.compactMap(\.self)
        number = ([major, minor] + builds).map(String.init).joined(separator: ".")
        schema = Visible.shortened(attributes["Version"] ?? "", to: Self.longest)
    }

    /// As people call it: `Exchange 2016`.
    var product: String {
        switch (major, minor) {
        case (8, _): "Exchange 2007"
        case (14, _): "Exchange 2010"
        case (15, 0): "Exchange 2013"
        case (15, 1): "Exchange 2016"
        // QUIRK: the Subscription Edition calls itself by the same numbers as 2019.
        case (15, 2): "Exchange 2019 or SE"
        case (15, 20): "Exchange Online"
        default: "Exchange"
        }
    }

    /// `Exchange 2016 (15.1.2507.0, V2017_07_11)`.
    var words: String { "\(product) (\(number)\(schema.isEmpty ? "" : ", \(schema)"))" }
}
