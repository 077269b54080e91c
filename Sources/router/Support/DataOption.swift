import ArgumentParser
import Engine
import Glibc

/// The option `--data FILE`, or `-` for standard input.
struct DataOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("A JSON file with the attributes; '-' is standard input.", valueName: "file"),
        completion: NameCompletion.dataFiles)
    var data: String

    var name: String { data == "-" ? "standard input" : data }

    /// What paths in the data are relative to.
    var folder: String {
        guard data != "-", let slash = data.lastIndex(of: "/") else { return "." }
        return slash == data.startIndex ? "/" : String(data[..<slash])
    }

    func read() throws(CommandFailure) -> DataFile {
        do throws(DataProblem) {
            return try DataFile(bytes: try DataFile.bytes(path, name: name), folder: folder, name: name)
        } catch {
            throw CommandFailure(error)
        }
    }

    func lines() throws(CommandFailure) -> LineFile { try LineFile(path, name: name) }

    private var path: String { data == "-" ? "/dev/stdin" : data }
}
