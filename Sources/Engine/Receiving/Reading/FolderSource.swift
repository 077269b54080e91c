import Connecting
import Spool

/// A folder that is to be read, and for which route.
struct FolderSource: Sendable {
    var route: String
    var folder: FolderName
    var receiver: any Receiver
    var acknowledgement: Acknowledgement
    /// Whether its route wants calendar events and no letters.
    var onlyEvents = false
    /// How long letters stay in the spool after their end.
    var keep: Duration
    var bus: Int
    /// A folder on the spool's disk, where large letters become files first.
    var staging: String
    /// What the connection was when its file was read.
    var footprint: ConnectionFootprint
    /// The connection's.
    var log: ConnectionLog

    /// Whether a reader of this one may go on for the other.
    func isSame(as other: FolderSource) -> Bool {
        route == other.route && folder == other.folder && acknowledgement == other.acknowledgement
            && onlyEvents == other.onlyEvents && keep == other.keep && bus == other.bus && footprint == other.footprint
    }
}
