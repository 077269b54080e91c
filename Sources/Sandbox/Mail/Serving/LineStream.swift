internal import NIOCore

/// A client's bytes, as lines or by count.
struct LineStream {
    enum Line: Equatable {
        /// Without its line end.
        case line([UInt8], endsWithCRLF: Bool)
        case tooLong
        /// The client has gone.
        case end
    }

    private var parts: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var buffer = ByteBuffer()

    init(_ stream: NIOAsyncChannelInboundStream<ByteBuffer>) { parts = stream.makeAsyncIterator() }

    mutating func line(atMost limit: Int) async throws -> Line {
        var searched = 0
        while true {
            let view = buffer.readableBytesView
            if let end = view[(view.startIndex + searched)...].firstIndex(of: 0x0A) {
                guard var bytes = buffer.readBytes(length: end - view.startIndex + 1) else { return .end }
                bytes.removeLast()
                let endsWithCRLF = bytes.last == 0x0D
                if endsWithCRLF { bytes.removeLast() }
                return bytes.count <= limit ? .line(bytes, endsWithCRLF: endsWithCRLF) : .tooLong
            }
            if view.count > limit + 1 { return .tooLong }
            searched = view.count
            guard try await fill() else { return .end }
        }
    }

    /// - Returns: `nil` when the client has gone before.
    mutating func bytes(_ count: Int) async throws -> [UInt8]? {
        var result: [UInt8] = []
        while result.count < count {
            if buffer.readableBytes == 0 { guard try await fill() else { return nil } }
            result += buffer.readBytes(length: min(count - result.count, buffer.readableBytes)) ?? []
        }
        return result
    }

    /// Hands over what comes until somebody has all that they want.
    ///
    /// What `take` returns is how many of the bytes were theirs, when they have all. It is false when the client has gone before.
    mutating func feed(_ take: (ByteBufferView) -> Int?) async throws -> Bool {
        while true {
            if buffer.readableBytes == 0 { guard try await fill() else { return false } }
            if let count = take(buffer.readableBytesView) {
                buffer.moveReaderIndex(forwardBy: count)
                return true
            }
            buffer.clear()
        }
    }

    /// Whether something has come already: a client that pipelines is answered at once for all.
    var hasMore: Bool { buffer.readableBytes > 0 }

    private mutating func fill() async throws -> Bool {
        guard var part = try await parts.next() else { return false }
        buffer.discardReadBytes()
        if buffer.readableBytes == 0 { buffer = part } else { buffer.writeBuffer(&part) }
        return true
    }
}
