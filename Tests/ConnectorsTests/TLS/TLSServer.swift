/// A small SMTP server that speaks TLS, in Python: Swift has none to test against.
struct TLSServer: Sendable {
    enum Mode: String {
        case ssl
        case starttls
        /// Talks on in clear text behind its 220 to STARTTLS, in the same packet: an injection (CVE-2021-22947).
        case injects
    }

    let port: Int
    private let tool: Tool

    /// Starts with a certificate and key; with `client`, a client must show a certificate of that issuer.
    init(_ mode: Mode, pem: String, client: String? = nil) throws {
        tool = try Tool("/usr/bin/python3", ["-c", Self.program, mode.rawValue, pem, client ?? ""])
        port = Int(tool.line()) ?? 0
    }

    /// It answers the final dot with how many bytes and recipients it got.
    private static let program = """
        import socket, ssl, sys, threading
        mode, pem, client = sys.argv[1:4]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        if client:
            context.load_verify_locations(client)
            context.verify_mode = ssl.CERT_REQUIRED
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)

        def serve(sock):
            secure = mode == "ssl"
            if secure:
                sock = context.wrap_socket(sock, server_side=True)
            stream = sock.makefile("rwb")
            def say(text):
                stream.write(text.encode() + b"\\r\\n")
                stream.flush()
            say("220 tls.test ESMTP")
            recipients = 0
            while line := stream.readline():
                verb = line.split()[0].upper() if line.split() else b""
                if verb == b"EHLO":
                    say("250-tls.test\\r\\n250-PIPELINING\\r\\n" + ("250 AUTH PLAIN" if secure else "250 STARTTLS"))
                elif verb == b"STARTTLS":
                    if mode == "injects":
                        say("220 go\\r\\n250-tls.test\\r\\n250 AUTH PLAIN\\r\\n235 welcome")
                    else:
                        say("220 go")
                    sock = context.wrap_socket(sock, server_side=True)
                    stream = sock.makefile("rwb")
                    secure = True
                elif verb == b"AUTH":
                    good = line.split()[2] == b"AHJvYm90AGh1bnRlcjIy"
                    say("235 2.7.0 welcome" if good else "535 5.7.8 no")
                elif verb == b"RCPT":
                    recipients += 1
                    say("250 ok")
                elif verb == b"DATA":
                    say("354 go")
                    size = 0
                    while (line := stream.readline()) != b".\\r\\n":
                        if not line: return
                        size += len(line)
                    say(f"250 2.0.0 got {size} bytes for {recipients}")
                    recipients = 0
                elif verb == b"QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 ok")

        def guarded(sock):
            try: serve(sock)
            except Exception: pass
            finally: sock.close()

        while True:
            connection, _ = listener.accept()
            threading.Thread(target=guarded, args=(connection,), daemon=True).start()
        """
}
