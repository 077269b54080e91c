import Attributes
import Peers
import Sandbox
import Testing

/// exchangelib's tests check every answer that they get, where there is a schema; these are the answers that it never sees.
struct SchemaTests {
    private static let absent: Comment = "the published schemas are not beside the package: no answer was validated"

    @Test(
        .enabled(if: EWSSchema.folder != nil, absent),
        arguments: [
            "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>"
                + "<t:DistinguishedFolderId Id='calendar'/><t:DistinguishedFolderId Id='tasks'/><t:FolderId Id='x'/>"
                + "</m:FolderIds></m:GetFolder>",
            "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id='x'/>"
                + "</m:ItemIds></m:GetItem>",
            "<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id='x'/></m:AttachmentIds></m:GetAttachment>",
            "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
                + "<t:DistinguishedFolderId Id='inbox'/></m:SyncFolderId><m:SyncState>x</m:SyncState>"
                + "<m:MaxChangesReturned>5</m:MaxChangesReturned></m:SyncFolderItems>",
            "<m:FindItem Traversal='Shallow'><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
                + "<m:ParentFolderIds><t:DistinguishedFolderId Id='inbox'/></m:ParentFolderIds></m:FindItem>",
            "<m:SendItem SaveItemToFolder='true'><m:ItemIds><t:ItemId Id='x' ChangeKey='y'/></m:ItemIds></m:SendItem>",
            "<m:GetEvents><m:SubscriptionId>x</m:SubscriptionId><m:Watermark>y</m:Watermark></m:GetEvents>",
            "<m:ResolveNames ReturnFullContactData='true'><m:UnresolvedEntry>e</m:UnresolvedEntry></m:ResolveNames>",
        ])
    func `answers that tell of problems keep to the schema as well`(request: String) async throws {
        try await RunningExchange.run { exchange in
            exchange.deliver(
                "From: desk@example.com\r\nTo: ann@example.com\r\nSubject: 1\r\nImportance: high\r\n\r\nBody\r\n")
            let types = "http://schemas.microsoft.com/exchange/services/2006/types"
            let messages = "http://schemas.microsoft.com/exchange/services/2006/messages"
            let envelope = """
                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="\(types)" xmlns:m="\(messages)">
                <s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body>\(request)</s:Body></s:Envelope>
                """
            let answer = try await Tool.outcome(
                "curl",
                [
                    "--silent", "--user", "ann:sesame", "--header", "Content-Type: text/xml; charset=utf-8",
                    "--data-binary", "@-", ExchangeServer.url(port: exchange.port),
                ], input: Array(envelope.utf8))
            #expect(!answer.text.contains("Fault>"), "\(answer.text)")
            let mistakes = try await EWSSchema.mistakes(in: [answer.output])
            #expect(mistakes == [], "\(answer.text)")
        }
    }
}
