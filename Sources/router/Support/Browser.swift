import Glibc

/// Opens a page for the user to see.
enum Browser {
    /// Starts `$BROWSER`, else `xdg-open`, without waiting for it.
    ///
    /// - Returns: Whether one could be started.
    static func open(_ path: String) -> Bool {
        let named = getenv("BROWSER").map { String(cString: $0) }
        return [named, "xdg-open"].compactMap(\.self).contains { start($0, path) }
    }

    private static func start(_ program: String, _ argument: String) -> Bool {
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(argument), nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        return posix_spawnp(&child, program, nil, nil, &arguments, environ) == 0
    }
}
