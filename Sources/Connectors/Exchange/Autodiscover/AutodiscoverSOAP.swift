internal import XML

/// Autodiscover with SOAP ([MS-OXWSADISC]), from Exchange 2010 on.
enum AutodiscoverSOAP {
    static let path = "/autodiscover/autodiscover.svc"
    private static let space = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
    private static let addressing = "http://www.w3.org/2005/08/addressing"

    static func request(for address: String, at url: String) -> [UInt8] {
        var xml = XMLWriter()
        xml.declaration()
        xml.element("s:Envelope", ["xmlns:s": EWSEnvelope.soap, "xmlns:a": space, "xmlns:w": addressing]) { xml in
            xml.element("s:Header") { xml in
                xml.element("a:RequestedServerVersion", text: "Exchange2010")
                xml.element("w:Action", text: "\(space)/Autodiscover/GetUserSettings")
                xml.element("w:To", text: url)
            }
            xml.element("s:Body") { xml in
                xml.element("a:GetUserSettingsRequestMessage") { xml in
                    xml.element("a:Request") { xml in
                        xml.element("a:Users") { xml in
                            xml.element("a:User") { $0.element("a:Mailbox", text: address) }
                        }
                        xml.element("a:RequestedSettings") { xml in
                            xml.element("a:Setting", text: "ExternalEwsUrl")
                            xml.element("a:Setting", text: "InternalEwsUrl")
                        }
                    }
                }
            }
        }
        return xml.bytes
    }

    /// - Returns: `nil` for what is no answer of Autodiscover.
    static func answer(_ root: XMLElement) -> AutodiscoverAnswer? {
        guard root.name == "Envelope", let content = root["Body"]?.children.first else { return nil }
        if content.name == "Fault" { return .refused(EWSRefusal(fault: content).text) }
        guard let user = content.first("UserResponse") else {
            return content.first("ErrorMessage").map { .refused($0.trimmed) }
        }
        let target = user["RedirectTarget"]?.trimmed ?? ""
        switch user["ErrorCode"]?.trimmed {
        case "RedirectAddress" where !target.isEmpty: return .address(target)
        case "RedirectUrl" where !target.isEmpty: return .redirect(target)
        case "NoError"?, nil: break
        default: return .refused(user["ErrorMessage"]?.trimmed ?? "it gives no reason")
        }
        let settings = user["UserSettings"]?.all("UserSetting") ?? []
        func value(_ name: String) -> String? {
            settings.first { $0["Name"]?.trimmed == name }?["Value"]?.trimmed
        }
        return (value("ExternalEwsUrl") ?? value("InternalEwsUrl")).map { .url($0) }
            ?? .refused("it names no Exchange Web Services")
    }
}
