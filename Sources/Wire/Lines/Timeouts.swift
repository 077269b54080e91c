/// How long to wait for a server.
package struct Timeouts: Hashable, Sendable {
    /// For the connection, the greeting, TLS and the login together.
    package var opening: Duration
    /// For a reply (RFC 5321 section 4.5.3.2 asks for five minutes).
    package var reply: Duration
    /// For the reply after a letter's end: less than ten minutes makes duplicates (RFC 5321 section 4.5.3.2.6).
    package var ending: Duration
    /// For the server to take anything of what we write (RFC 5321 section 4.5.3.2.5 asks for three minutes).
    package var writing: Duration
    /// For the answer to our goodbye, which nothing depends on.
    package var goodbye: Duration

    package init(
        opening: Duration = .seconds(60), reply: Duration = .seconds(300), ending: Duration = .seconds(600),
        writing: Duration = .seconds(180), goodbye: Duration = .seconds(2)
    ) {
        self.opening = opening
        self.reply = reply
        self.ending = ending
        self.writing = writing
        self.goodbye = goodbye
    }
}
