import Logging

/// Takes what the HTTP server's libraries log into the log of events.
struct ServerLogHandler: LogHandler {
    let log: EventLog
    var metadata: Logger.Metadata = [:]
    // Their own news of single connections helps nobody who runs router.
    var logLevel = Logger.Level.warning

    init(_ log: EventLog) { self.log = log }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        log.warning("http-server", ["words": "\(event.message)", "from": event.source])
    }
}
