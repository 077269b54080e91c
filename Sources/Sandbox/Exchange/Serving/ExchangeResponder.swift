internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import XML

/// Carries requests from the wire to the desk, and answers back; misbehaves when told to.
struct ExchangeResponder: Sendable {
    private struct Broken: Error {}

    let desk: ExchangeDesk
    let options: ExchangeServer.Options
    let faults: ExchangeFaults

    func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= ExchangeServer.longestRequest else {
                channel.close(promise: nil)
                throw Broken()
            }
            part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
        }
        let login = ExchangeLogin(mailboxes: desk.mailboxes, front: options.front, bearer: options.bearer)
        guard let user = await login.user(request, isLoopback: channel.remoteAddress?.isLoopback ?? false) else {
            return try await refuse(writer)
        }
        let path = (request.head.path ?? "").prefix { $0 != "?" }.lowercased()
        switch (path, request.method) {
        case ("/ews/exchange.asmx", .post): break
        case ("/ews/exchange.asmx", _), ("/ews/services.wsdl", _):
            // Clients look whether there is something, before they ask.
            let page = "<html><body>Exchange of the sandbox</body></html>"
            return try await send(writer, 200, "text/html", Array(page.utf8))
        case ("/autodiscover/autodiscover.xml", .post), ("/autodiscover/autodiscover.svc", .post):
            let host = request.head.authority ?? "127.0.0.1"
            let service = Autodiscover(desk: desk, host: host, isSecure: options.certificate != nil)
            let answer = service.answer(bytes, isSOAP: path.hasSuffix("svc"))
            return try await send(writer, 200, "text/xml; charset=utf-8", answer)
        default: return try await send(writer, 404, "text/plain", Array("Not found\n".utf8))
        }
        try await serve(bytes, user, request, writer, channel)
    }

    private func serve(
        _ bytes: [UInt8], _ user: SandboxUser, _ request: Request, _ writer: consuming ResponseWriter,
        _ channel: any Channel
    ) async throws {
        let call: EWSCall
        do throws(EWSError) {
            call = try EWSCall.read(bytes, user, desk.mailboxes, newest: options.version)
        } catch {
            note(nil, user, request)
            return try await send(writer, 500, Self.xml, EWSEnvelope.fault(error, options.version))
        }
        note(call, user, request)
        let fault = faults.next(for: call.name)
        if let fault, fault.isBefore { return try await misbehave(fault, call, writer, channel) }
        switch outcome(of: call) {
        case .failure(let error): try await send(writer, 500, Self.xml, EWSEnvelope.fault(error, options.version))
        case .success(.envelope(let answer)): try await finish(answer, fault, writer, channel)
        case .success(.events(let stream)): try await carry(stream, writer)
        }
    }

    private enum Outcome {
        case envelope([UInt8])
        case events(EventStream)
    }

    private func outcome(of call: EWSCall) -> Result<Outcome, EWSError> {
        do throws(EWSError) {
            if call.name == "GetStreamingEvents" {
                return .success(.events(try EventStream(call, desk, minute: options.minute, beat: options.beat)))
            }
            let reply = try desk.answer(call)
            return .success(.envelope(EWSEnvelope.write(options.version) { reply.write(&$0) }))
        } catch {
            return .failure(error)
        }
    }

    /// A body that goes on for as long as the subscription.
    private func carry(_ stream: EventStream, _ writer: consuming ResponseWriter) async throws {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = Self.xml
        var body = try await writer.writeHead(head)
        try await stream.run { bytes in try await body.write(ByteBuffer(bytes: bytes)) }
        try await body.finish(nil)
    }

    /// An answer, late or cut if so ordered.
    private func finish(
        _ answer: [UInt8], _ fault: ExchangeFault?, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        switch fault {
        case .dropAfter: try await close(channel)
        case .truncated:
            var head = HTTPResponse(status: .ok)
            head.headerFields[.contentType] = Self.xml
            head.headerFields[.contentLength] = "\(answer.count)"
            var body = try await writer.writeHead(head)
            try await body.write(ByteBuffer(bytes: answer.prefix(answer.count / 2)))
            try await close(channel)
        case .slow(let duration):
            try await Task.sleep(for: duration)
            try await send(writer, 200, Self.xml, answer)
        default: try await send(writer, 200, Self.xml, answer)
        }
    }

    private func misbehave(
        _ fault: ExchangeFault, _ call: EWSCall, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let busy = "The server cannot service this request right now. Try again later."
        switch fault {
        case .busyFault(let wait):
            let error = EWSError("ErrorServerBusy", busy, backOff: wait)
            try await send(writer, 500, Self.xml, EWSEnvelope.fault(error, options.version))
        case .busyMessage(let wait): try await fail(call, EWSError("ErrorServerBusy", busy, backOff: wait), writer)
        case .busyInside(let wait):
            let error = EWSError("ErrorInternalServerError", busy, backOff: wait, inner: "ErrorServerBusy")
            try await fail(call, error, writer)
        case .code(let code): try await fail(call, EWSError(code, "The sandbox was told to fail."), writer)
        case .fault(let code):
            let error = EWSError(code, "The sandbox was told to fail.")
            try await send(writer, 500, Self.xml, EWSEnvelope.fault(error, options.version))
        case .status(let status, let after):
            try await send(
                writer, status, "text/plain", [], fields: after.map { [(.retryAfter, "\($0)")] } ?? [])
        case .page: try await send(writer, 200, "text/html; charset=utf-8", Self.page)
        case .redirect:
            try await send(writer, 302, "text/html", [], fields: [(.location, "/owa/auth/logon.aspx")])
        case .dropBefore, .dropAfter, .truncated, .slow: try await close(channel)
        }
    }

    private static let page = Array(
        "<!DOCTYPE html><html><head><title>Log in</title></head><body><form></form></body></html>".utf8)

    /// Each thing that was asked for fails in the same way.
    private func fail(_ call: EWSCall, _ error: EWSError, _ writer: consuming ResponseWriter) async throws {
        let container =
            switch call.name {
            case "GetFolder": "m:Folders"
            case "CreateItem", "GetItem", "UpdateItem", "MoveItem", "CopyItem": "m:Items"
            case "CreateAttachment", "GetAttachment": "m:Attachments"
            default: nil as String?
            }
        let reply = EWSReply(name: call.name, messages: [.failure(error)], container: container)
        try await send(writer, 200, Self.xml, EWSEnvelope.write(options.version) { reply.write(&$0) })
    }

    private func close(_ channel: any Channel) async throws {
        try? await channel.close().get()
        throw Broken()
    }

    private func refuse(_ writer: consuming ResponseWriter) async throws {
        var offers = options.offersBasic ? [(HTTPField.Name.wwwAuthenticate, "Basic realm=\"sandbox\"")] : []
        if options.bearer != nil { offers.append((.wwwAuthenticate, "Bearer realm=\"sandbox\"")) }
        try await send(writer, 401, "text/plain", Array("Who are you?\n".utf8), fields: offers)
    }

    private func send(
        _ writer: consuming ResponseWriter, _ status: Int, _ type: String, _ bytes: [UInt8],
        fields: [(HTTPField.Name, String)] = []
    ) async throws {
        var head = HTTPResponse(status: HTTPResponse.Status(code: status))
        head.headerFields[.contentType] = type
        head.headerFields[.contentLength] = "\(bytes.count)"
        for (name, value) in fields { head.headerFields.append(HTTPField(name: name, value: value)) }
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func note(_ call: EWSCall?, _ user: SandboxUser, _ request: Request) {
        faults.note(
            ExchangeFaults.Call(
                operation: call?.name ?? "", user: user.login, actor: call?.actor.login ?? user.login,
                version: call?.version.rawValue ?? "",
                anchor: HTTPField.Name("X-AnchorMailbox").flatMap { request.headers[$0] }))
    }

    private static let xml = "text/xml; charset=utf-8"
}

extension SocketAddress {
    fileprivate var isLoopback: Bool {
        ipAddress.map { $0.hasPrefix("127.") || $0 == "::1" } ?? false
    }
}
