internal import Attributes

/// An account that asks a ``TokenServer`` with claims that it signs with its own RSA key, as Google's do.
package struct ServiceAccount: Sendable {
    /// The address that stands in `iss`.
    package let address: String

    /// The path of the private key (PEM, PKCS #8).
    package let keyFile: String

    /// The path of a file as Google's console hands it out, with that key in it.
    package let jsonFile: String

    let publicKey: String

    /// Makes a key; takes about a fifth of a second.
    static func make(_ address: String, tokenURL: String, in folder: String) async throws -> ServiceAccount {
        let key = "\(folder)/\(address).key"
        try await Tool.require(
            "openssl", ["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key])
        let account = ServiceAccount(
            address: address, keyFile: key, jsonFile: "\(folder)/\(address).json",
            publicKey: try await Tool.require("openssl", ["pkey", "-in", key, "-pubout"]))
        let json: JSON = [
            "type": "service_account", "project_id": "tests", "private_key_id": "0123456789abcdef",
            "private_key": .string(TextFile.read(key)), "client_email": .string(address),
            "client_id": "100000000000000000001", "token_uri": .string(tokenURL),
        ]
        try TextFile.write(json.printed(), to: account.jsonFile, secret: true)
        return account
    }
}
