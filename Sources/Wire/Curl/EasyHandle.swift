internal import CCurl
internal import Glibc

/// A libcurl handle and the buffer for its error texts; used by one thread at a time.
struct EasyHandle: ~Copyable {
    let handle: UnsafeMutableRawPointer
    let problem: UnsafeMutablePointer<CChar>

    /// libcurl's set-up for the whole process, once.
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() throws(WireError) {
        guard Self.isReady, let handle = curl_easy_init() else {
            throw WireError(.resources, "libcurl could not be set up")
        }
        self.handle = handle
        problem = .allocate(capacity: Int(CURL_ERROR_SIZE))
        problem.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        _ = router_setopt_pointer(handle, CURLOPT_ERRORBUFFER, problem)
    }

    deinit {
        curl_easy_cleanup(handle)
        problem.deallocate()
    }

    /// What libcurl says of its last error, beyond the code.
    var problemText: String { String(cString: problem) }

    func set(_ option: CURLoption, _ value: Int) throws(WireError) {
        try check(router_setopt_long(handle, option, value))
    }

    /// The value is refused when it holds a NUL, which would end it early.
    func set(_ option: CURLoption, _ value: String?) throws(WireError) {
        guard value?.utf8.contains(0) != true else { throw WireError(.settings, "a setting holds a NUL character") }
        try check(router_setopt_string(handle, option, value))
    }

    func onHeaderLine(_ callback: curl_write_callback?, _ context: UnsafeMutableRawPointer?) {
        _ = router_setopt_write(handle, CURLOPT_HEADERFUNCTION, callback)
        _ = router_setopt_pointer(handle, CURLOPT_HEADERDATA, context)
    }

    /// Has libcurl tell what it does, says and hears; `nil` ends that.
    func onTalk(_ callback: curl_debug_callback?, _ context: UnsafeMutableRawPointer?) {
        _ = router_setopt_debug(handle, CURLOPT_DEBUGFUNCTION, callback)
        _ = router_setopt_pointer(handle, CURLOPT_DEBUGDATA, context)
        _ = router_setopt_long(handle, CURLOPT_VERBOSE, callback == nil ? 0 : 1)
    }

    func perform() -> CURLcode { curl_easy_perform(handle) }

    func information(_ info: CURLINFO) -> Int {
        var value = 0
        return router_getinfo_long(handle, info, &value) == CURLE_OK ? value : 0
    }

    /// The certificates that the server sent, its own first: each a list of lines such as `Issuer:CN = Authority`.
    var certificates: [[String]] {
        var info: UnsafeMutablePointer<curl_certinfo>?
        guard router_getinfo_certificates(handle, &info) == CURLE_OK, let info, let lists = info.pointee.certinfo
        else { return [] }
        return (0..<max(0, Int(info.pointee.num_of_certs))).map { index in
            var lines: [String] = []
            var entry = lists[index]
            while let item = entry {
                if let data = item.pointee.data { lines.append(String(cString: data)) }
                entry = item.pointee.next
            }
            return lines
        }
    }

    /// The connection's socket, for polling only.
    var socket: Int32? {
        var value: curl_socket_t = -1
        return router_getinfo_socket(handle, CURLINFO_ACTIVESOCKET, &value) == CURLE_OK && value >= 0 ? value : nil
    }

    func send(_ bytes: UnsafeRawBufferPointer) -> (code: CURLcode, count: Int) {
        var count = 0
        let code = curl_easy_send(handle, bytes.baseAddress, bytes.count, &count)
        return (code, count)
    }

    func receive(_ space: UnsafeMutableRawBufferPointer) -> (code: CURLcode, count: Int) {
        var count = 0
        let code = curl_easy_recv(handle, space.baseAddress, space.count, &count)
        return (code, count)
    }

    func check(_ code: CURLcode) throws(WireError) {
        guard code == CURLE_OK else {
            throw WireError(.settings, "libcurl does not take a setting: \(String(cString: curl_easy_strerror(code)))")
        }
    }
}
