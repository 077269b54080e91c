internal import XML

/// Tells where somebody's mailbox is (MS-OXDSCLI, and the SOAP service that came after).
struct Autodiscover {
    private static let response = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
    private static let outlook = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
    private static let soap = "http://schemas.microsoft.com/exchange/2010/Autodiscover"

    let desk: ExchangeDesk
    /// As the client called it: `127.0.0.1:8080`.
    let host: String
    let isSecure: Bool

    private var url: String { "\(isSecure ? "https" : "http")://\(host)\(ExchangeServer.path)" }

    func answer(_ bytes: [UInt8], isSOAP: Bool) -> [UInt8] {
        let request = try? XMLReader.read(bytes)
        let address = (request?.first("EMailAddress") ?? request?.first("Mailbox"))?.trimmed ?? ""
        let user = desk.mailboxes.user(address: address)
        return isSOAP ? settings(user) : plain(user)
    }

    private func plain(_ user: SandboxUser?) -> [UInt8] {
        var xml = XMLWriter()
        xml.declaration()
        xml.element("Autodiscover", ["xmlns": Self.response]) { xml in
            guard let user else {
                xml.element("Response") { xml in
                    xml.element("Error", ["Time": "00:00:00.0000000", "Id": "1"]) { xml in
                        xml.element("ErrorCode", text: "500")
                        xml.element("Message", text: "The email address can't be found.")
                        xml.element("DebugData")
                    }
                }
                return
            }
            xml.element("Response", ["xmlns": Self.outlook]) { xml in
                xml.element("User") { xml in
                    xml.element("DisplayName", text: user.name)
                    xml.element("AutoDiscoverSMTPAddress", text: user.address)
                }
                xml.element("Account") { xml in
                    xml.element("AccountType", text: "email")
                    xml.element("Action", text: "settings")
                    for type in ["EXCH", "EXPR"] {
                        xml.element("Protocol") { xml in
                            xml.element("Type", text: type)
                            xml.element("Server", text: host)
                            xml.element("ASUrl", text: url)
                            xml.element("EwsUrl", text: url)
                        }
                    }
                }
            }
        }
        return xml.bytes
    }

    private func settings(_ user: SandboxUser?) -> [UInt8] {
        var xml = XMLWriter()
        xml.declaration()
        xml.element("s:Envelope", ["xmlns:s": EWSEnvelope.soap]) { xml in
            xml.element("s:Body") { xml in
                xml.element(
                    "GetUserSettingsResponseMessage",
                    ["xmlns": Self.soap, "xmlns:i": "http://www.w3.org/2001/XMLSchema-instance"]
                ) { xml in
                    xml.element("Response") { xml in
                        xml.element("ErrorCode", text: "NoError")
                        xml.element("ErrorMessage")
                        xml.element("UserResponses") { xml in
                            xml.element("UserResponse") { xml in self.user(user, &xml) }
                        }
                    }
                }
            }
        }
        return xml.bytes
    }

    private func user(_ user: SandboxUser?, _ xml: inout XMLWriter) {
        xml.element("ErrorCode", text: user == nil ? "InvalidUser" : "NoError")
        xml.element("ErrorMessage", text: user == nil ? "Invalid user." : "No error.")
        xml.element("RedirectTarget", ["i:nil": "true"])
        xml.element("UserSettingErrors")
        xml.element("UserSettings") { xml in
            guard let user else { return }
            let settings = [
                ("UserDisplayName", user.name), ("AutoDiscoverSMTPAddress", user.address), ("InternalEwsUrl", url),
                ("ExternalEwsUrl", url), ("EwsSupportedSchemas", "Exchange2007, Exchange2010, Exchange2013"),
            ]
            for (name, value) in settings {
                xml.element("UserSetting", ["i:type": "StringSetting"]) { xml in
                    xml.element("Name", text: name)
                    xml.element("Value", text: value)
                }
            }
        }
    }
}
