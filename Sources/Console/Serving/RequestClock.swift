import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends calls that take too long on the wire: nobody can hold connections by sending or reading a byte a second.
///
/// Who sends a body too slowly is told so (408); who does not read the answer, or goes on sending after it, is cut off.
final class RequestClock: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// A body that came too slowly, as whoever reads it sees it.
    struct TooSlow: Error {}

    struct Limits: Sendable {
        /// For a body, or an answer, of any size.
        var patience = TimeAmount.seconds(20)
        /// For large ones: bytes a second that a call has to make at least.
        var rate = 20_000
        /// How long a call may go on sending after its answer.
        var lingering = TimeAmount.seconds(3)
    }

    private let limits: Limits
    private var isReceiving = false
    /// Calls that have come and have no whole answer yet.
    private var open = 0
    private var mustClose = false
    private var received = 0
    private var receiving: Scheduled<Void>?
    private var answering: Scheduled<Void>?
    private var lingering: Scheduled<Void>?

    init(_ limits: Limits) { self.limits = limits }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReceiving = true
            received = 0
            open += 1
            receive(since: .now(), until: .now() + limits.patience, context)
        case .body(let buffer): received += buffer.readableBytes
        case .end:
            isReceiving = false
            receiving?.cancel()
            receiving = nil
            if lingering != nil { context.close(promise: nil) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind == .informational: context.write(data, promise: promise)
        case .head(let head):
            if head.headerFields[.connection] == "close" { mustClose = true }
            let length = head.headerFields[.contentLength].flatMap(Int.init) ?? 0
            answering?.cancel()
            answering = schedule(limits.patience + .seconds(Int64(length / limits.rate)), context) { clock, context in
                context.close(promise: nil)
            }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            open -= 1
            let promise = promise ?? context.eventLoop.makePromise()
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            promise.futureResult.whenComplete { _ in
                let (clock, context) = bound.value
                clock.written(context)
            }
            context.write(data, promise: promise)
        }
    }

    /// Who sends on after an answer that closes the connection is not listened to: what they send stays with them.
    func read(context: ChannelHandlerContext) {
        if lingering == nil || !mustClose { context.read() }
    }

    /// A whole answer has gone into the socket.
    private func written(_ context: ChannelHandlerContext) {
        answering?.cancel()
        answering = nil
        guard isReceiving || mustClose else { return }
        if mustClose, !isReceiving { return context.close(promise: nil) }
        // Closing at once would take the answer away from a caller who is still sending.
        lingering = schedule(limits.lingering, context) { _, context in context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        receiving?.cancel()
        answering?.cancel()
        lingering?.cancel()
    }

    /// Looks at a deadline whether a body has come fast enough; its bytes have earned it more time.
    private func receive(since start: NIODeadline, until deadline: NIODeadline, _ context: ChannelHandlerContext) {
        receiving?.cancel()
        receiving = schedule(deadline - .now(), context) { clock, context in
            // Nobody takes a body while an earlier call is at work.
            guard clock.open == 1 else {
                return clock.receive(since: .now(), until: .now() + clock.limits.patience, context)
            }
            let earned = TimeAmount.milliseconds(Int64(clock.received) * 1_000 / Int64(clock.limits.rate))
            let later = start + clock.limits.patience + earned
            if later > .now() { return clock.receive(since: start, until: later, context) }
            context.fireErrorCaught(TooSlow())
        }
    }

    private func schedule(
        _ time: TimeAmount, _ context: ChannelHandlerContext,
        _ body: @escaping @Sendable (RequestClock, ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: max(time, .milliseconds(1))) {
            let (clock, context) = bound.value
            body(clock, context)
        }
    }
}

@available(*, unavailable)
extension RequestClock: Sendable {}
