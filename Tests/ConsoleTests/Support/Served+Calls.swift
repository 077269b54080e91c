import Attributes
import Peers

/// An answer as curl has read it.
struct Reply: Sendable {
    var status: Int
    /// Names in lower case.
    var headers: [String: String]
    var body: String

    var json: JSON { (try? JSON.read(body)) ?? .null }
    var code: String? { json["code"]?.text }
}

extension Served {
    var url: String { "http://127.0.0.1:\(port)" }

    func get(_ path: String, token: String?? = nil, _ more: [String] = []) async throws -> Reply {
        try await call(["\(url)\(path)"] + more, token: token ?? self.token)
    }

    /// Posts JSON.
    func post(_ path: String, _ body: String = "", token: String?? = nil, _ more: [String] = []) async throws -> Reply {
        let type = body.isEmpty ? [] : ["-H", "Content-Type: application/json"]
        return try await call(
            ["\(url)\(path)", "-X", "POST", "--data-binary", "@-"] + type + more, token: token ?? self.token,
            input: Array(body.utf8))
    }

    func submit(_ body: String = Sample.note, to route: String = "note", _ more: [String] = []) async throws -> Reply {
        try await post("/v1/routes/\(route)/messages", body, more)
    }

    /// Calls with curl, an independent client.
    func call(_ arguments: [String], token: String?, input: [UInt8] = []) async throws -> Reply {
        let access = token.map { ["-H", "Authorization: Bearer \($0)"] } ?? []
        let outcome = try await Tool.outcome(
            "curl", ["-sS", "-i", "--max-time", "300"] + access + arguments, input: input)
        guard outcome.succeeded else { throw Failure(description: "curl: \(outcome.errors)") }
        var rest = outcome.text[...]
        while rest.hasPrefix("HTTP/1.1 100") {
            guard let end = rest.firstRange(of: "\r\n\r\n") else { break }
            rest = rest[end.upperBound...]
        }
        guard let end = rest.firstRange(of: "\r\n\r\n") else { throw Failure(description: "no head: \(rest)") }
        let lines = rest[..<end.lowerBound].split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { headers[pair[0].lowercased()] = String(pair[1].drop { $0 == " " }) }
        }
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Reply(status: status, headers: headers, body: String(rest[end.upperBound...]))
    }
}
