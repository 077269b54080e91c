internal import Attributes
internal import Diagnostics
internal import Settings

/// A service account's file as Google's console gives it out.
///
///     {"type": "service_account", "client_email": "robot@project.iam.gserviceaccount.com", "private_key": "-----BEGIN …", …}
struct ServiceAccountFile {
    let issuer: String
    let key: Secret
    let keyID: String?
    let tokenURL: String?

    /// What is wrong, in words that follow the file or the key: `has no client_email`.
    struct Problem: Error {
        var words: String
        var help = Self.usual

        static let usual = "take the file from the provider's console once more: IAM, service account, keys, JSON"
    }

    init(_ text: String) throws(Problem) {
        guard let json = try? JSON.read(text), case .object = json else { throw Problem(words: "is not a JSON object") }
        if let type = json["type"]?.text, type != "service_account" {
            throw Problem(words: "is of type '\(Visible.shortened(type, to: 40))', and not of a service account")
        }
        func member(_ name: String) throws(Problem) -> String {
            guard let text = json[name]?.text, !text.isEmpty else { throw Problem(words: "has no \(name)") }
            return text
        }
        issuer = try member("client_email")
        key = Secret(try member("private_key"))
        keyID = json["private_key_id"]?.text
        tokenURL = json["token_uri"]?.text
        if let problem = Self.problem(inKey: key.reveal()) {
            throw Problem(words: "has a private_key that \(problem.words)", help: problem.help)
        }
    }

    /// As far as can be told without OpenSSL.
    static func problem(inKey pem: String) -> Problem? {
        if pem.contains("BEGIN ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED") {
            return Problem(
                words: "has a pass phrase",
                help: "take it off: openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem")
        }
        guard pem.contains("BEGIN PRIVATE KEY") || pem.contains("BEGIN RSA PRIVATE KEY") else {
            return Problem(words: "is not a private key in PEM", help: "it begins with -----BEGIN PRIVATE KEY-----")
        }
        return nil
    }

    /// The JSON itself, or that of the file that is named.
    static func contents(_ text: PlacedText, _ reader: inout Reader) -> String? {
        if text.text.first(where: { !$0.isWhitespace }) == "{" { return text.text }
        let request = PlacedText(
            "${file:\(text.text)}", in: text.source, anchors: [.init(offset: 0, position: text.position(0))])
        return reader.substitutions.resolve(request, &reader.findings)?.text
    }
}
