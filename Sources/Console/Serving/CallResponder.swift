import Attributes
import HTTPTypes
import HummingbirdCore
import MIME
import NIOCore
import Spool

/// Carries a call from the wire to the API and its answer back.
struct CallResponder: Sendable {
    /// A body that is left unread beyond this closes the connection.
    private static let smallBody = 65_536
    /// Bytes of all bodies at one time.
    private static let memory = 768_000_000

    private let api: API
    private let budget = BodyBudget(memory)

    init(_ api: API) { self.api = api }

    func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let began = ContinuousClock.now
        let given = request.headers[Self.traceparent].flatMap { TraceContext($0) }
        let trace = given ?? TraceContext()
        var call: Call?
        var answer: Answer
        var isBodyRead = false
        do throws(Problem) {
            var admitted = try api.admit(request.head, trace)
            call = admitted
            if admitted.operation.input.isRead {
                if request.headers[.expect]?.lowercased() == "100-continue" {
                    try? await writer.writeInformationalHead(HTTPResponse(status: .continue))
                }
                let (body, taken) = try await read(request, admitted.operation.input)
                defer { budget.giveBack(taken) }
                isBodyRead = true
                admitted.body = body
                answer = await api.perform(admitted)
            } else {
                answer = await api.perform(admitted)
            }
        } catch {
            answer = error.answer
        }
        let isHead = request.method == .head
        var head = head(answer, isHead: isHead, trace: given)
        if !isBodyRead, Self.hasLargeBody(request) { head.headerFields[.connection] = "close" }
        if answer.status == 408 { head.headerFields[.connection] = "close" }
        note(request, call, answer, trace, channel, began)
        switch answer.body {
        case .bytes(let bytes) where !isHead:
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .letter(let letter) where !isHead:
            var body = try await writer.writeHead(head)
            var reader = ContentReader(letter.content)
            while let chunk = try reader.next() { try await body.write(ByteBuffer(bytes: chunk)) }
            try await body.finish(nil)
        case .arrival(let letter, _) where !isHead:
            // Opened first: one that can't be read is no answer that breaks off.
            var reader = try RawLetterReader(letter)
            var body = try await writer.writeHead(head)
            while let chunk = try reader.next() { try await body.write(ByteBuffer(bytes: chunk)) }
            try await body.finish(nil)
        default: try await writer.writeResponse(head)
        }
    }

    private static let traceparent = HTTPField.Name("traceparent") ?? .via

    /// The body, and how much of the budget it has taken.
    private func read(
        _ request: Request, _ input: Operation.Input
    ) async throws(Problem) -> ([UInt8], taken: Int) {
        let limit = api.limit(of: input)
        var bytes: [UInt8] = []
        var taken = 0
        func refuse(_ problem: Problem) -> Problem {
            budget.giveBack(taken)
            return problem
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }) {
            guard length <= limit else { throw api.tooLarge(input) }
            guard budget.take(length) else { throw .tooBusy }
            taken = length
            // What is announced costs nothing: memory is taken as it comes.
            bytes.reserveCapacity(min(length, Self.smallBody))
        }
        do {
            for try await part in request.body {
                let count = bytes.count + part.readableBytes
                if count > taken {
                    guard count <= limit else { throw api.tooLarge(input) }
                    guard budget.take(count - taken) else { throw Problem.tooBusy }
                    taken = count
                }
                part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
            }
        } catch let problem as Problem {
            throw refuse(problem)
        } catch is RequestClock.TooSlow {
            throw refuse(.tooSlow)
        } catch {
            throw refuse(.brokenOff)
        }
        // A connection that breaks ends the body as well.
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), bytes.count != length {
            throw refuse(.brokenOff)
        }
        return (bytes, taken)
    }

    private static func hasLargeBody(_ request: Request) -> Bool {
        if let length = request.headers[.contentLength] { return (Int(length) ?? .max) > smallBody }
        return request.headers[.transferEncoding] != nil
    }

    private func head(_ answer: Answer, isHead: Bool, trace: TraceContext?) -> HTTPResponse {
        var head = HTTPResponse(status: HTTPResponse.Status(code: answer.status))
        switch answer.body {
        case .none: head.headerFields[.contentLength] = "0"
        case .bytes(let bytes): head.headerFields[.contentLength] = String(bytes.count)
        case .letter(let letter): head.headerFields[.contentLength] = String(letter.content.size)
        case .arrival(_, let size): head.headerFields[.contentLength] = String(size)
        }
        if let type = answer.type { head.headerFields[.contentType] = type }
        head.headerFields[.cacheControl] = "no-store"
        head.headerFields[.xContentTypeOptions] = "nosniff"
        if let trace { head.headerFields[Self.traceparent] = trace.text }
        for (name, value) in answer.fields {
            if let name = HTTPField.Name(name) { head.headerFields[name] = value }
        }
        return head
    }

    /// The access log: without the query, which may name people.
    private func note(
        _ request: Request, _ call: Call?, _ answer: Answer, _ trace: TraceContext, _ channel: any Channel,
        _ began: ContinuousClock.Instant
    ) {
        let isQuiet = call?.operation.scope == nil && answer.status < 400
        guard api.log.takes(isQuiet ? .debug : .info) else { return }
        let path = (request.head.path ?? "").prefix { $0 != "?" }.prefix(300)
        let length = (ContinuousClock.now - began) / .milliseconds(1)
        let fields: EventLog.Fields = [
            "method": request.method.rawValue, "path": String(path), "status": "\(answer.status)",
            "code": answer.code, "ms": "\(Double(Int(length * 10)) / 10)", "token": call?.token?.name,
            "client": channel.remoteAddress?.ipAddress, "trace": trace.trace,
        ]
        if isQuiet { api.log.debug("call", fields) } else { api.log.info("call", fields) }
    }
}
