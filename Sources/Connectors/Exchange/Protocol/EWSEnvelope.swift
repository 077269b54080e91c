internal import XML

/// Writes requests: a SOAP envelope around an operation.
struct EWSEnvelope: Sendable {
    static let soap = "http://schemas.xmlsoap.org/soap/envelope/"
    static let types = "http://schemas.microsoft.com/exchange/services/2006/types"
    static let messages = "http://schemas.microsoft.com/exchange/services/2006/messages"

    var version: EWSVersion
    /// In whose name the work is done; `nil` for the login's own.
    var impersonated: String?

    func bytes(_ operation: some EWSOperation) -> [UInt8] {
        var xml = XMLWriter()
        xml.declaration()
        xml.element(
            "s:Envelope", ["xmlns:s": Self.soap, "xmlns:t": Self.types, "xmlns:m": Self.messages]
        ) { xml in
            xml.element("s:Header") { xml in
                xml.element("t:RequestServerVersion", ["Version": version.rawValue])
                if let impersonated {
                    xml.element("t:ExchangeImpersonation") { xml in
                        xml.element("t:ConnectingSID") { xml in
                            xml.element("t:PrimarySmtpAddress", text: impersonated)
                        }
                    }
                }
            }
            xml.element("s:Body") { operation.write(&$0, version) }
        }
        return xml.bytes
    }
}
