import Attributes
import Diagnostics
import Glibc
import Testing

@testable import Wire

@Suite struct TokenStoreTests {
    private let folder = TemporaryFolder()

    private var store: TokenStore {
        TokenStore(
            folder: "\(folder.path)/state/tokens", workspace: folder.path, connection: "corporate", client: "app")
    }

    private func tokens(_ access: String = "access-1") -> KeptTokens {
        KeptTokens(
            access: Secret(access), obtained: Instant(seconds: 1000), expires: Instant(seconds: 4600),
            refresh: Secret("refresh-1"), fingerprint: "f", seed: "s")
    }

    private func problem<Result>(_ body: () throws(TokenStore.Problem) -> Result) -> String? {
        do throws(TokenStore.Problem) {
            _ = try body()
            return nil
        } catch { return error.words }
    }

    @Test func `what is written is read, by its owner only`() throws {
        #expect(try store.read() == nil)
        try store.write(tokens())
        #expect(try store.read() == tokens())
        #expect(TemporaryFolder.mode(store.path) == 0o600)
        #expect(TemporaryFolder.mode(store.folder) == 0o700)
        #expect(TemporaryFolder.mode("\(folder.path)/state") == 0o700)
        try store.write(tokens("access-2"))
        #expect(try store.read()?.access.reveal() == "access-2")
        #expect(TemporaryFolder.names(in: store.folder).count == 1)
        #expect(try store.remove())
        #expect(try !store.remove())
        #expect(try store.read() == nil)
    }

    @Test func `a file's name is the connection's, and differs with workspace, connection and application`() {
        let name = store.path.split(separator: "/").last.map(String.init) ?? ""
        #expect(name.hasPrefix("corporate-"))
        #expect(name.count == "corporate-.json".count + 16)
        let others = [
            ("/", "corporate", "app"), (folder.path, "corporate2", "app"), (folder.path, "corporate", "app2"),
        ]
        let paths = others.map {
            TokenStore(folder: store.folder, workspace: $0.0, connection: $0.1, client: $0.2).path
        }
        #expect(Set(paths + [store.path]).count == 4)
        let odd = TokenStore(folder: "/s", workspace: "/", connection: "../../etc/passwd\n", client: "").path
        #expect(odd.hasPrefix("/s/______etc_passwd_-"))
        #expect(
            TokenStore(folder: "/s", workspace: "\(folder.path)/.", connection: "corporate", client: "app").path
                .dropFirst(2)
                == store.path.dropFirst(store.folder.count))
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o666] as [mode_t])
    func `a file that others can read or change is refused, with the way to mend it`(_ mode: mode_t) throws {
        try store.write(tokens())
        chmod(store.path, mode)
        do throws(TokenStore.Problem) {
            _ = try store.read()
            Issue.record("it was read")
        } catch {
            #expect(
                error.words == "'\(store.path)' can be read or changed by others, its tokens may be known to them")
            #expect(
                error.help
                    == "delete it and get new tokens; if you are sure that nobody looked: chmod 600 '\(store.path)'")
        }
    }

    @Test func `links, other people's folders and other things are refused`() throws {
        try store.write(tokens())
        rename(store.path, "\(folder.path)/elsewhere")
        symlink("\(folder.path)/elsewhere", store.path)
        #expect(problem { () throws(TokenStore.Problem) in try store.read() } == "'\(store.path)' is a link")
        try store.write(tokens("access-3"))
        #expect(try store.read()?.access.reveal() == "access-3")
        #expect(TemporaryFolder.read("\(folder.path)/elsewhere").contains("access-1"))
        unlink(store.path)
        mkdir(store.path, 0o700)
        #expect(problem { () throws(TokenStore.Problem) in try store.read() } == "'\(store.path)' is no file")
        rmdir(store.path)
        try store.write(tokens())
        chmod(store.folder, 0o777)
        #expect(
            problem { () throws(TokenStore.Problem) in try store.read() }
                == "'\(store.folder)' can be changed by others")
        #expect(
            problem { () throws(TokenStore.Problem) in try store.write(tokens()) }
                == "'\(store.folder)' can be changed by others")
    }

    @Test(
        arguments: [
            "", "{", "null", "{}", "[]", #"{"version":2}"#, #"{"version":1,"access":"a"}"#,
            #"{"version":1,"for":"f","from":"s","access":"a b","obtained":1,"expires":2}"#,
            #"{"version":1,"for":"f","from":"s","access":"a","obtained":1.5,"expires":2}"#,
            #"{"version":1,"for":"f","from":"s","access":"a","obtained":-9223372036854775808,"expires":9223372036854775807}"#,
            #"{"version":1,"for":"f","from":"s","access":"a","obtained":1,"expires":2,"refresh":"\r\n"}"#,
            String(repeating: " ", count: 200_000),
        ])
    func `a damaged file counts as none`(_ text: String) throws {
        try store.prepare()
        let name = store.path.dropFirst(folder.path.count + 1)
        folder.write(String(name), text)
        #expect(try store.read() == nil)
        try store.write(tokens())
        #expect(try store.read() == tokens())
    }

    @Test func `what a killed process has left is no hindrance, and no link of it is followed`() throws {
        try store.write(tokens())
        let victim = "\(folder.path)/victim"
        folder.write("victim", "mine")
        symlink(victim, "\(store.path).new")
        try store.write(tokens("access-2"))
        #expect(TemporaryFolder.read(victim) == "mine")
        #expect(try store.read()?.access.reveal() == "access-2")
    }

    @Test func `a folder that can't be is named with the remedy`() throws {
        folder.write("state", "a file")
        #expect(
            problem { () throws(TokenStore.Problem) in try store.write(tokens()) }
                == "'\(folder.path)/state/tokens' can't be made: Not a directory")
        #expect(try store.read() == nil)
    }

    @Test func `only one at a time has the lock, and it goes with its owner`() throws {
        var first: FileLock? = try store.lock()
        #expect(
            problem { () throws(TokenStore.Problem) in try store.lock(for: 0) }?
                .hasSuffix("lock' for more than 0 s") == true)
        withExtendedLifetime(first) {}
        first = nil
        #expect(problem { () throws(TokenStore.Problem) in try store.lock(for: 0) } == nil)
    }

    @Test(
        arguments: [
            (["ROUTER_STATE": "/a", "XDG_STATE_HOME": "/b", "HOME": "/c"], "/a/tokens"),
            (["XDG_STATE_HOME": "/b", "HOME": "/c"], "/b/router/tokens"),
            (["HOME": "/c"], "/c/.local/state/router/tokens"),
            (["XDG_STATE_HOME": "b", "HOME": "/c"], "/c/.local/state/router/tokens"),
            (["ROUTER_STATE": "", "HOME": "/c"], "/c/.local/state/router/tokens"), ([:], nil), (["HOME": ""], nil),
        ] as [([String: String], String?)])
    func `the folder follows the environment`(_ environment: [String: String], _ folder: String?) {
        #expect(TokenFolder.standard { environment[$0] } == folder)
    }
}
