import FoundationEssentials

/// Independent readers in C, in `Tests/Peers/c`: compiled when they are first needed, and kept until their source changes.
package enum CReader {
    /// Asks a reader, all questions in one process.
    ///
    /// - Parameters:
    ///   - name: The source file without its `.c`: `read_letter`.
    ///   - packages: What pkg-config knows the libraries by.
    ///   - questions: Letters or calendars.
    /// - Returns: One JSON answer a question.
    /// - Throws: ``PeerFailure`` when it can't be compiled, or has too few answers.
    static func answers(_ name: String, _ packages: [String], to questions: [[UInt8]]) async throws -> [Data] {
        let program = try await programs.program(name, packages)
        let outcome = try await Tool.outcome(program, [], input: Self.lines(questions))
        let answers = outcome.output.split(separator: UInt8(ascii: "\n")).map { Data($0) }
        guard outcome.succeeded, answers.count == questions.count else {
            throw PeerFailure("\(name) answered \(answers.count) of \(questions.count) questions", said: outcome.errors)
        }
        return answers
    }

    /// Each in base64 on a line of its own, as the readers in Python take them too.
    static func lines(_ questions: [[UInt8]]) -> [UInt8] {
        var lines: [UInt8] = []
        for question in questions {
            lines += Data(question).base64EncodedString().utf8
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }

    private static let programs = Programs()

    /// The programs that this process has made sure of.
    private actor Programs {
        private var made: [String: Task<String, any Error>] = [:]

        func program(_ name: String, _ packages: [String]) async throws -> String {
            if let task = made[name] { return try await task.value }
            let task = Task { try await CReader.compile(name, packages) }
            made[name] = task
            return try await task.value
        }
    }

    private static func compile(_ name: String, _ packages: [String]) async throws -> String {
        let folder = "\(Python.packageFolder)/Tests/Peers/c"
        let source = TextFile.read("\(folder)/\(name).c") + TextFile.read("\(folder)/json.h")
        // FNV-1a: other sources get another folder, and nothing has to be cleared away.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in source.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let cache = "\(Python.packageFolder)/.build/peers-\(String(hash, radix: 16))"
        let program = "\(cache)/\(name)"
        try await Tool.require("mkdir", ["-p", cache])
        // Several test processes may want it at once; a program that stands there is whole.
        let script = """
            [ -x "$1" ] && exit
            flags=$(pkg-config --cflags --libs \(packages.joined(separator: " "))) &&
            cc -Wall -Wextra -Werror -O1 -o "$1.new" "$2" $flags && mv "$1.new" "$1"
            """
        do {
            try await Tool.require(
                "flock", ["\(cache)/lock", "sh", "-c", script, "sh", program, "\(folder)/\(name).c"])
        } catch {
            throw PeerFailure(
                "\(name).c could not be compiled", said: "\(error)", remedy: "run scripts/bootstrap --tests")
        }
        return program
    }
}
