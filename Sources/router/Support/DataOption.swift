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
            return try DataFile(bytes: try bytes(), folder: folder, name: name)
        } catch {
            throw CommandFailure(error)
        }
    }

    func bytes() throws(DataProblem) -> [UInt8] {
        try DataFile.bytes(data == "-" ? "/dev/stdin" : data, name: name)
    }
}
