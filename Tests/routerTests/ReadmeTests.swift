import Glibc
import Peers
import Testing

@Suite struct `The README's commands work` {
    private static let script = "\(Python.packageFolder)/scripts/readme-commands"

    private static func run(_ readme: String) async throws -> Program.Outcome {
        try await Program.run(script, [readme, Program.path], in: "/")
    }

    @Test func `each of them, in order, in a fresh copy`() async throws {
        let outcome = try await Self.run("\(Python.packageFolder)/README.md")
        #expect(outcome.status == 0, "\(outcome.told)")
    }

    @Test func `only what is fenced as sh is run, and all of it in one shell`() async throws {
        let folder = try TemporaryWorkspace.of([
            "README.md": """
            # router
            ```console
            $ false
            ```
            <!-- not run -->

            ```sh
            exit 7
            ```
            1. Indented:

               ```sh
               make demo
               word=hello
               cat <<EOF
                 two
               EOF
               ```
            ```yaml
            exit 8
            ```
            ```sh
            router init desk
            cd desk
            echo "$word from ${PWD##*/}"
            router check --strict
            ```

            """
        ])
        let outcome = try await Self.run(folder.path("README.md"))
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(outcome.stdout == "  two\nhello from desk\n")
    }

    @Test func `the first failure ends it with its own status`() async throws {
        let folder = try TemporaryWorkspace.of(["README.md": "```sh\nrouter shwo\necho on\n```\n"])
        let outcome = try await Self.run(folder.path("README.md"))
        #expect(outcome.status == 64)
        #expect(outcome.stderr.contains("did you mean 'show'?") && outcome.stdout == "")
    }

    @Test func `a README that is not there, or shows nothing, is no success`() async throws {
        let folder = try TemporaryWorkspace.of(["README.md": "# Words only\n```console\nrouter check\n```\n"])
        #expect(try await Self.run(folder.path("README.md")).status == 65)
        #expect(try await Self.run(folder.path("absent.md")).status == 66)
    }
}
