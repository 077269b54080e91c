import Glibc
import Peers
import Testing

@Suite struct `preview --open shows a page that nothing in the data can wake` {
    private static let data = """
        {"MeetingId": "m", "Title": "<script>document.title='owned'</script><img src=x onerror=alert(1)>",
         "Start": "2026-12-01T10:00", "Place": "\\"></iframe><script>document.title='owned'</script>",
         "Participants": [{"Name": "Мария <b>", "Address": "guest@example.com"}]}
        """

    /// The page's path and text, as the browser of the environment was given it.
    private static func opened() async throws -> (page: String, html: String, workspace: TemporaryWorkspace) {
        let workspace = try await TemporaryWorkspace.sample(["hostile.json": data])
        let record = workspace.path("opened.txt")
        let browser = try workspace.write(
            "browser",
            Array("#!/bin/sh\nprintf '%s' \"$1\" >'\(record).part' && mv '\(record).part' '\(record)'\n".utf8),
            mode: 0o755)
        let outcome = try await workspace.router(
            "preview", "meeting-invite", "--data", "hostile.json", "--open",
            environment: ["BROWSER": browser, "TMPDIR": workspace.folder])
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(outcome.stdout == "")
        // The program does not wait for the browser.
        let deadline = ContinuousClock.now.advanced(by: .seconds(120))
        while !workspace.exists("opened.txt"), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        let page = try workspace.text("opened.txt")
        #expect(outcome.stderr == "the preview: \(page)\n")
        #expect(page.hasPrefix(workspace.folder + "/"))
        return (page, try workspace.text(String(page.dropFirst(workspace.folder.count + 1))), workspace)
    }

    @Test func `who gets what, the invitation, and the letter in a frame without rights`() async throws {
        let (page, html, workspace) = try await Self.opened()
        #expect(html.contains("<dt>To</dt><dd>Мария &lt;b&gt; &lt;guest@example.com&gt;</dd>"))
        #expect(html.contains("<h2>Invitation</h2>"))
        #expect(html.contains("<dt>Starts</dt><dd>2026-12-01T10:00:00+03:00</dd>"))
        #expect(html.contains("<dt>Guests</dt><dd>guest@example.com</dd>"))
        #expect(html.contains("<iframe sandbox=\"\""))
        #expect(html.contains("default-src 'none'"))
        #expect(!html.contains("<script") && !html.contains("<img"))
        var status = stat()
        #expect(stat(page, &status) == 0 && status.st_mode & 0o777 == 0o600)
        withExtendedLifetime(workspace) {}
    }

    @Test(.enabled(if: chromium != nil, "no Chromium on this machine: install the package chromium"))
    func `a real browser runs none of it`() async throws {
        let (page, _, workspace) = try await Self.opened()
        let browser = try #require(Self.chromium)
        let outcome = try await Program.run(
            browser,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(workspace.path("profile"))",
                "--dump-dom", "file://\(page)",
            ], in: "/", deadline: .seconds(60))
        #expect(outcome.stdout.contains("<title>meeting-invite</title>"), "\(outcome.told)")
        #expect(outcome.stdout.contains("guest@example.com"))
    }

    @Test func `without a browser the file's place is told`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let outcome = try await workspace.router(
            "preview", "notification", "--data", "data/notification.json", "--open",
            environment: ["BROWSER": "/nonexistent/browser", "TMPDIR": workspace.folder, "PATH": "/nonexistent"])
        #expect(outcome.status == 0)
        #expect(outcome.stderr.hasPrefix("the preview: \(workspace.folder)/"))
        #expect(
            outcome.stderr.hasSuffix("no browser could be started (BROWSER, xdg-open): open the file by hand\n"))
    }

    private static let chromium: String? = ["/usr/bin/chromium", "/usr/bin/google-chrome"].first {
        access($0, X_OK) == 0
    }
}
