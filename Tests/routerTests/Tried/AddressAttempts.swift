import Peers
import Testing

@Suite struct `A server is found by every kind of address` {
    @Test(arguments: ["::1", "[::1]"])
    func `an address of IPv6, in brackets or not`(host: String) async throws {
        let server = try await AsyncMailServer.start { $0.host = "::1" }
        let result = try await Attempt(
            section: .ways, server: server.version,
            settings: "host: \"\(host)\"\nport: \(server.port)\nencryption: none",
            names: ["::1:\(server.port)": "[::1]:587"]
        ).result()
        #expect(result.status == 0, "\(result.says)")
        #expect(try server.sessions().count == 1)
        await server.stop()
    }

    @Test func `the first of several addresses may be dead`() async throws {
        let server = try await AsyncMailServer.start { $0.host = "127.0.0.1" }
        let hosts = try Hosts(["mail.example.test": ["127.0.0.2", "::1", "127.0.0.1"]])
        let result = try await Attempt(
            section: .ways, server: server.version,
            settings: "host: mail.example.test\nport: \(server.port)\nencryption: none", environment: hosts.environment,
            names: ["mail.example.test:\(server.port)": "mail.example.com:587"]
        ).noted("three addresses, of which the first two refuse")
        #expect(result.status == 0, "\(result.says)")
        #expect(try server.sessions().count == 1)
        await hosts.stop()
        await server.stop()
    }

    @Test func `a silent address does not take all of the time`() async throws {
        let server = try await AsyncMailServer.start { $0.host = "127.0.0.1" }
        let silent = try SilentPort(on: server.port)
        let hosts = try Hosts(["mail.example.test": ["127.0.0.3", "127.0.0.1"]])
        let result = try await Attempt(
            section: .ways, server: server.version,
            settings: "host: mail.example.test\nport: \(server.port)\nencryption: none\ntimeout: 40s",
            environment: hosts.environment, names: ["mail.example.test:\(server.port)": "mail.example.com:587"]
        ).noted("two addresses, of which the first is silent")
        #expect(result.status == 0, "\(result.says)")
        #expect(silent.isFull)
        await hosts.stop()
        await server.stop()
    }

    @Test func `a name that is not, and a port where nobody is`() async throws {
        let lost = try await Attempt(
            section: .faults, server: "nobody", settings: "host: mail.invalid\nencryption: none"
        ).result()
        #expect(lost.status == 75)
        #expect(
            lost.says
                == Attempt.error(
                    "host-not-found", "the host mail.invalid is not found", "check host: for a slip of the pen"))
        // The whole of 127.0.0.0/8 is this machine, and nobody listens there.
        for (port, encryption, cause) in [
            (
                25, "none",
                "port 25 may be closed to you, by the network or the provider: try port: 587 with encryption: tls"
            ),
            (465, "ssl", "the server may have no port 465: try port: 587 with encryption: tls"),
            (587, "tls", "the server may have no port 587: try port: 465 with encryption: ssl"),
        ] {
            let result = try await Attempt(
                section: .faults, server: "nobody",
                settings: "host: 127.0.0.254\nport: \(port)\nencryption: \(encryption)",
                names: ["127.0.0.254": "mail.example.net"]
            ).noted("port \(port) refused")
            #expect(result.status == 75)
            #expect(
                result.says.hasPrefix("error[connection-refused]: mail.example.net:\(port) takes no connections: "),
                "\(result.says)")
            #expect(result.says.hasSuffix("help: \(cause)"))
        }
    }
}
