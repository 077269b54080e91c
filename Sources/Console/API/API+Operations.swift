extension API {
    /// All that the API does, in the order that it is documented.
    static let operations: [Operation] = [
        .submit,
        .listMessages, .showMessage, .content, .retry, .cancel,
        .listArrivals, .countArrivals, .showArrival, .rawArrival, .retryArrival, .markArrival, .linkArrival,
        .markThread,
        .listRoutes, .showRoute,
        .listConnections, .testConnection,
        .alive, .ready, .metrics, .description,
    ]
}
