internal import XML

/// Writes SOAP envelopes as Exchange does.
enum EWSEnvelope {
    static let types = "http://schemas.microsoft.com/exchange/services/2006/types"
    static let messages = "http://schemas.microsoft.com/exchange/services/2006/messages"
    static let errors = "http://schemas.microsoft.com/exchange/services/2006/errors"
    static let soap = "http://schemas.xmlsoap.org/soap/envelope/"

    /// An envelope around what `body` writes.
    static func write(_ version: ExchangeVersion, declared: Bool = true, _ body: (inout XMLWriter) -> Void) -> [UInt8] {
        var xml = XMLWriter()
        if declared { xml.declaration() }
        xml.element("s:Envelope", ["xmlns:s": soap]) { xml in
            xml.element("s:Header") { xml in
                let build = version.build
                xml.element(
                    "h:ServerVersionInfo",
                    [
                        "MajorVersion": "\(build.major)", "MinorVersion": "\(build.minor)",
                        "MajorBuildNumber": "\(build.build)", "MinorBuildNumber": "0", "Version": version.schema,
                        "xmlns:h": types,
                    ])
            }
            xml.element("s:Body", ["xmlns:m": messages, "xmlns:t": types]) { body(&$0) }
        }
        return xml.bytes
    }

    /// A SOAP fault.
    static func fault(_ error: EWSError, _ version: ExchangeVersion) -> [UInt8] {
        var xml = XMLWriter()
        xml.declaration()
        xml.element("s:Envelope", ["xmlns:s": soap]) { xml in
            xml.element("s:Body") { xml in
                xml.element("s:Fault") { xml in
                    xml.element("faultcode", ["xmlns:a": types], text: "a:\(error.code)")
                    xml.element("faultstring", ["xml:lang": "en-US"], text: error.text)
                    xml.element("detail") { xml in
                        xml.element("e:ResponseCode", ["xmlns:e": errors], text: error.code)
                        xml.element("e:Message", ["xmlns:e": errors], text: error.text)
                        if error.backOff != nil || error.inner != nil {
                            xml.element("t:MessageXml", ["xmlns:t": types]) { values(error, &$0) }
                        }
                    }
                }
            }
        }
        return xml.bytes
    }

    /// What stands in MessageXml.
    static func values(_ error: EWSError, _ xml: inout XMLWriter) {
        if let inner = error.inner {
            xml.element("t:Value", ["Name": "InnerErrorMessageText"], text: error.text)
            xml.element("t:Value", ["Name": "InnerErrorResponseCode"], text: inner)
            xml.element("t:Value", ["Name": "InnerErrorDescriptiveLinkKey"], text: "0")
        }
        if let backOff = error.backOff {
            xml.element("t:Value", ["Name": "BackOffMilliseconds"], text: "\(backOff)")
        }
    }
}
