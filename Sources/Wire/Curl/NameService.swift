internal import Attributes
internal import Glibc

/// The machine's name service.
enum NameService {
    /// Whether it says that there is no such host, rather than nothing; libcurl does not tell.
    ///
    /// Asks again, and blocks for as long as the name service takes.
    static func knowsNo(_ host: String) -> Bool {
        guard let name = DomainName.ascii(host) else { return true }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &found)
        if let found { freeaddrinfo(found) }
        return code != EAI_AGAIN && code != EAI_SYSTEM
    }
}
