/// Where each constant byte of a template stands in its text.
struct Origins {
    private var runs: [(offset: Int, at: Int)] = []
    private var count = 0
    private var next = -1

    mutating func append(_ at: Int) {
        if at != next { runs.append((count, at)) }
        count += 1
        next = at + 1
    }

    subscript(_ offset: Int) -> Int {
        var (low, high) = (0, runs.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].offset <= offset { low = middle } else { high = middle }
        }
        return runs.isEmpty ? 0 : runs[low].at + offset - runs[low].offset
    }
}
