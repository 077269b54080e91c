internal import CCurl

/// What libcurl may have been built without.
enum CurlFeature {
    case ntlm
    case gssapi
    case secureProxy

    /// - Throws: `unsupported` when this machine's libcurl lacks it.
    func require() throws(WireError) {
        guard let version = router_version_info() else {
            throw WireError(.unsupported, "libcurl does not say what it can do")
        }
        guard Int(version.pointee.features) & flag == 0 else { return }
        let name = version.pointee.version.map { String(cString: $0) } ?? ""
        throw WireError(.unsupported, "libcurl \(name) of this machine was built without \(words)")
    }

    /// libcurl's own, such as `0x075801`.
    static var version: UInt32 { router_version_info()?.pointee.version_num ?? 0 }

    private var flag: Int {
        switch self {
        case .ntlm: 1 << 4
        case .gssapi: 1 << 17
        case .secureProxy: 1 << 21
        }
    }

    private var words: String {
        switch self {
        case .ntlm: "NTLM"
        case .gssapi: "GSSAPI (Kerberos)"
        case .secureProxy: "proxies over TLS"
        }
    }
}
