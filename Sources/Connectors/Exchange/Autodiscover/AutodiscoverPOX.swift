internal import XML

/// Autodiscover with plain XML ([MS-OXDSCLI]), which every version knows.
enum AutodiscoverPOX {
    static let path = "/autodiscover/autodiscover.xml"
    private static let requests = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
    private static let answers = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

    static func request(for address: String) -> [UInt8] {
        var xml = XMLWriter()
        xml.declaration()
        xml.element("Autodiscover", ["xmlns": requests]) { xml in
            xml.element("Request") { xml in
                xml.element("EMailAddress", text: address)
                xml.element("AcceptableResponseSchema", text: answers)
            }
        }
        return xml.bytes
    }

    /// - Returns: `nil` for what is no answer of Autodiscover.
    static func answer(_ root: XMLElement) -> AutodiscoverAnswer? {
        guard root.name == "Autodiscover", let response = root["Response"] else { return nil }
        if let error = response["Error"] {
            return .refused(error["Message"]?.trimmed ?? error["ErrorCode"]?.trimmed ?? "it gives no reason")
        }
        guard let account = response["Account"] else { return nil }
        if let address = account["RedirectAddr"]?.trimmed, !address.isEmpty { return .address(address) }
        if let url = account["RedirectUrl"]?.trimmed, !url.isEmpty { return .redirect(url) }
        let protocols = account.all("Protocol")
        // EXPR is the way from outside, EXCH the one inside.
        let ordered =
            ["EXPR", "EXCH", "WEB"].flatMap { type in protocols.filter { $0["Type"]?.trimmed == type } } + protocols
        let url = ordered.lazy.compactMap { ($0["EwsUrl"] ?? $0["ASUrl"])?.trimmed }.first { !$0.isEmpty }
        return url.map { .url($0) } ?? .refused("it names no Exchange Web Services")
    }
}
