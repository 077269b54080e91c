internal import Attributes
import Peers

/// One request to a ``TokenServer``, made by curl.
struct TokenTalk {
    var url: String
    var form: [String: String] = [:]

    /// `client:secret`, for `Authorization: Basic`.
    var basic: String?

    /// The authority that the server's certificate must come from.
    var authority: String?

    /// - Returns: The status, 0 when there was no answer, and the body; `null` if that is no JSON.
    func held() async throws -> (status: Int, answer: JSON) {
        var arguments = ["--silent", "--write-out", "\n%{http_code}", "--max-filesize", "1000000", url]
        for (name, value) in form { arguments += ["--data-urlencode", "\(name)=\(value)"] }
        if let basic { arguments += ["--user", basic] }
        if let authority { arguments += ["--cacert", authority] }
        let said = try await Tool.outcome("curl", arguments).text
        guard let end = said.lastIndex(of: "\n") else { return (0, .null) }
        let answer = try? JSON.read(String(said[..<end]))
        return (Int(said[said.index(after: end)...]) ?? 0, answer ?? .null)
    }
}
