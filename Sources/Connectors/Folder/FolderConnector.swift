package import Connecting
import Settings

/// A folder that messages are put into, each whole and once: `kind: folder`.
package struct FolderConnector: Handler, Checkable {
    /// `layout:`.
    package enum Layout: String, ChoiceSetting {
        /// `2026-11-21-0198…/message.json`, and the attachments beside it.
        case folders = "one-folder-per-message"
        /// `2026-11-21-0198….json`, and the attachments as `2026-11-21-0198…-scan.pdf`.
        case flat

        package static var noun: String { "a layout of a folder" }
    }

    package static let entryKeys = ["path"]

    private let path: String
    private let layout: Layout
    private let pool: WorkerPool<BlockingWorker>

    package init(path: String, layout: Layout = .folders, sessions: Int = 4) {
        self.path = path
        self.layout = layout
        pool = WorkerPool(limit: sessions) { () throws(Failure) in try BlockingWorker() }
    }

    package func handle(_ message: HandedMessage) async throws(Failure) -> HandlerAnswer {
        let (path, layout) = (path, layout)
        return try await pool.using { (worker) async throws(Failure) in
            try await worker.run { () throws(Failure) in
                let folder = try MessageFolder(path, below: message.path)
                return HandlerAnswer(words: try folder.put(message, layout))
            }
        }
    }

    package func check() async throws(Failure) -> [String] {
        let path = path
        return try await pool.using { (worker) async throws(Failure) in
            try await worker.run { () throws(Failure) in
                try MessageFolder(path, below: nil).tryWriting()
                return ["\(path) takes messages"]
            }
        }
    }
}
