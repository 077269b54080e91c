/// What a test says that a letter, or a part of it, must be.
package indirect enum Expected: Sendable {
    /// Exactly this text, address or file name; blank is nothing.
    case text(String)
    /// This date and time, however it is written.
    case time(String)
    /// All of these occur in it.
    case contains([String])
    /// None of these occurs in it.
    case lacks([String])
    case list([Expected])
    case fields([Field])
    /// Fields whose names are the same in upper and lower case.
    case headers([Field])

    /// A part that is expected to be something.
    package struct Field: Sendable {
        package var name: String
        package var expectation: Expected
    }
}
