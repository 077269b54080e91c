/// What went wrong while a real server was set up, run or asked.
package struct PeerFailure: Error, CustomStringConvertible {
    /// What could not be done, as a clause: `Postfix did not start`.
    package let problem: String

    /// What the program itself said: the end of its log or its standard error.
    package let said: String

    /// What the reader can do about it.
    package let remedy: String?

    package init(_ problem: String, said: String = "", remedy: String? = nil) {
        self.problem = problem
        self.said = said
        self.remedy = remedy
    }

    package var description: String {
        var lines = [problem]
        if let remedy { lines.append("help: \(remedy)") }
        if !said.isEmpty { lines.append(said) }
        return lines.joined(separator: "\n")
    }
}
