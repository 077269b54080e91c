/// A way to reach a system: a mail server, a folder, a calendar.
package protocol Connector: Sendable {}
