internal import CCurl

extension EasyHandle {
    /// Forgets all options; connections stay open.
    func reset() {
        curl_easy_reset(handle)
        problem[0] = 0
        _ = router_setopt_pointer(handle, CURLOPT_ERRORBUFFER, problem)
    }

    /// Sets what counts for every request, and nothing of the environment.
    func apply(_ settings: HTTPSettings, to address: HTTPAddress) throws(WireError) {
        try set(CURLOPT_URL, address.url)
        try set(CURLOPT_PROTOCOLS_STR, address.isEncrypted ? "https" : "http")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try apply(address.isEncrypted || !address.isLoopback ? settings.proxy : nil, settings.tls)
        // Else the environment's no_proxy counts.
        try set(CURLOPT_NOPROXY, "")
        try set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(settings.opening))
        try set(CURLOPT_TIMEOUT_MS, Self.milliseconds(settings.whole))
        try apply(settings.tls)
    }

    /// Sets the method and the body; the body must stay where it is until the request is done.
    func apply(_ method: String, _ body: UnsafeRawBufferPointer) throws(WireError) {
        if body.isEmpty, method == "HEAD" {
            try set(CURLOPT_NOBODY, 1)
        } else if body.isEmpty, method != "POST" {
            try set(CURLOPT_HTTPGET, 1)
        } else {
            try set(CURLOPT_POST, 1)
            try set(CURLOPT_POSTFIELDSIZE, body.count)
            // A null pointer would make libcurl ask a callback for the body.
            try body.isEmpty
                ? set(CURLOPT_COPYPOSTFIELDS, "")
                : check(
                    router_setopt_pointer(
                        handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        if !["GET", "HEAD", "POST"].contains(method) { try set(CURLOPT_CUSTOMREQUEST, method) }
    }

    /// The lines go out as they are: they must be free of line ends.
    func apply(_ lines: borrowing HeaderList) throws(WireError) {
        try check(router_setopt_pointer(handle, CURLOPT_HTTPHEADER, lines.head))
    }

    func onBody(_ callback: curl_write_callback?, _ context: UnsafeMutableRawPointer?) {
        _ = router_setopt_write(handle, CURLOPT_WRITEFUNCTION, callback)
        _ = router_setopt_pointer(handle, CURLOPT_WRITEDATA, context)
    }

    /// Has libcurl ask again and again, at least once a second, whether to give up.
    func onProgress(_ callback: curl_xferinfo_callback?, _ context: UnsafeMutableRawPointer?) {
        _ = router_setopt_progress(handle, CURLOPT_XFERINFOFUNCTION, callback)
        _ = router_setopt_pointer(handle, CURLOPT_XFERINFODATA, context)
        _ = router_setopt_long(handle, CURLOPT_NOPROGRESS, callback == nil ? 1 : 0)
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let parts = duration.components
        return max(1, Int(parts.seconds) * 1000 + Int(parts.attoseconds / 1_000_000_000_000_000))
    }
}
