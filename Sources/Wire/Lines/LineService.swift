/// What is spoken with a server that talks in lines.
package enum LineService: String, Sendable {
    case smtp
    case imap
}
