internal import Connecting
internal import Glibc

/// Attachments as files of a folder of their own, for their owner only; it goes with this.
final class AttachmentFolder {
    /// In the order of the attachments.
    let paths: [String]
    private let folder: String

    /// - Throws: `notWritable`, with nothing left behind.
    init(_ attachments: [HandedAttachment]) throws(Failure) {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/router-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileWriting.notWritable(base, errno) }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let paths = FileNames.unique(attachments).map { "\(folder)/\($0)" }
        self.folder = folder
        self.paths = paths
        for (attachment, path) in zip(attachments, paths) {
            try FileWriting.write(attachment.content, to: path, mode: 0o600, isDurable: false)
        }
    }

    deinit { FileWriting.removeTree(folder) }
}
