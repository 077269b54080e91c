import Testing
import XML

@testable import Connectors

/// What servers say about where a mailbox is, in both ways of asking.
@Suite struct AutodiscoverTests {
    private func read(_ text: String) throws -> XMLElement { try XMLReader.read(Array(text.utf8)) }

    private func pox(_ inner: String) throws -> AutodiscoverAnswer? {
        AutodiscoverPOX.answer(
            try read(
                """
                <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">\
                <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">\
                \(inner)</Response></Autodiscover>
                """))
    }

    private func soap(_ inner: String) throws -> AutodiscoverAnswer? {
        AutodiscoverSOAP.answer(
            try read(
                """
                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\
                <GetUserSettingsResponseMessage xmlns="http://schemas.microsoft.com/exchange/2010/Autodiscover">\
                <Response><ErrorCode>NoError</ErrorCode><UserResponses><UserResponse>\(inner)</UserResponse>\
                </UserResponses></Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>
                """))
    }

    @Test func `answers in plain XML are understood`() throws {
        #expect(
            try pox(
                """
                <Account><Action>settings</Action><Protocol><Type>EXCH</Type><EwsUrl>https://in/x</EwsUrl></Protocol>\
                <Protocol><Type>EXPR</Type><EwsUrl>https://out/x</EwsUrl></Protocol></Account>
                """) == .url("https://out/x"))
        #expect(try pox("<Account><RedirectAddr>a@b.c</RedirectAddr></Account>") == .address("a@b.c"))
        #expect(try pox("<Account><RedirectUrl>https://b/c</RedirectUrl></Account>") == .redirect("https://b/c"))
        #expect(try pox("<Error><ErrorCode>600</ErrorCode><Message>No</Message></Error>") == .refused("No"))
        #expect(try pox("<Account/>") == .refused("it names no Exchange Web Services"))
        #expect(AutodiscoverPOX.answer(try read("<html/>")) == nil)
    }

    @Test func `answers in SOAP are understood`() throws {
        #expect(
            try soap(
                """
                <ErrorCode>NoError</ErrorCode><UserSettings><UserSetting><Name>InternalEwsUrl</Name><Value>https://in/x</Value>\
                </UserSetting><UserSetting><Name>ExternalEwsUrl</Name><Value>https://out/x</Value></UserSetting></UserSettings>
                """) == .url("https://out/x"))
        #expect(
            try soap("<ErrorCode>RedirectAddress</ErrorCode><RedirectTarget>a@b.c</RedirectTarget>")
                == .address("a@b.c"))
        #expect(
            try soap("<ErrorCode>RedirectUrl</ErrorCode><RedirectTarget>https://b/c</RedirectTarget>")
                == .redirect("https://b/c"))
        #expect(
            try soap("<ErrorCode>InvalidUser</ErrorCode><ErrorMessage>Nobody</ErrorMessage>") == .refused("Nobody"))
        #expect(AutodiscoverSOAP.answer(try read("<html/>")) == nil)
    }

    @Test func `requests hold what people have written as it is`() throws {
        let address = "a<&>'\"@b.c"
        let plain = try XMLReader.read(AutodiscoverPOX.request(for: address))
        #expect(plain.first("EMailAddress")?.text == address)
        let soap = try XMLReader.read(AutodiscoverSOAP.request(for: address, at: "https://b.c/?a&b"))
        #expect(soap.first("Mailbox")?.text == address)
        #expect(soap.first("To")?.text == "https://b.c/?a&b")
    }
}
