internal import Attributes
internal import XML

extension ExchangeDesk {
    func findItem(_ call: EWSCall) throws(EWSError) -> EWSReply {
        let shape = try ItemShape(call.request["ItemShape"], call.version, isSearch: true)
        let view = call.request["IndexedPageItemView"]
        let most = view?.attributes["MaxEntriesReturned"].flatMap { Int($0) } ?? 1_000
        let offset = max(0, view?.attributes["Offset"].flatMap { Int($0) } ?? 0)
        guard most > 0 else {
            throw EWSError("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero.")
        }
        if let grouping = call.request.children.first(where: { $0.name.hasSuffix("GroupBy") }) {
            throw .request("The sandbox does not do \(grouping.name).")
        }
        return .each(call, call.request["ParentFolderIds"]?.children ?? []) { element throws(EWSError) in
            let folder = try namedFolder(element, call)
            var found = try mailboxes.items(in: folder.id).map { item throws(EWSError) in try self.view(item, shape) }
            if let restriction = call.request["Restriction"]?.children.first {
                found = try found.passing { view throws(EWSError) in try ItemRestriction.matches(restriction, view) }
            }
            if let calendar = call.request["CalendarView"] { found = try within(calendar, found, shape) }
            found = try sorted(found, call.request["SortOrder"])
            let isFromEnd = view?.attributes["BasePoint"] == "End"
            if isFromEnd { found.reverse() }
            var page = Array(found.dropFirst(offset).prefix(min(most, 1_000)))
            let next = offset + page.count
            let isLast = next >= found.count
            if isFromEnd { page.reverse() }
            let count = found.count
            return { xml in
                xml.element(
                    "m:RootFolder",
                    [
                        "IndexedPagingOffset": "\(next)", "TotalItemsInView": "\(count)",
                        "IncludesLastItemInRange": isLast ? "true" : "false",
                    ]
                ) { xml in
                    xml.element("t:Items") { xml in for view in page { view.write(&xml) } }
                }
            }
        }
    }

    /// Seconds that a CalendarView spans at most.
    private static let longestView: Int64 = 2 * 366 * 86_400

    /// What takes place within a time, each meeting of a series by itself.
    private func within(
        _ view: XMLElement, _ found: [ItemView], _ shape: ItemShape
    ) throws(EWSError) -> [ItemView] {
        func time(_ name: String) -> Instant? {
            view.attributes[name].flatMap { try? Instant($0, in: .utc) }
        }
        guard let start = time("StartDate"), let end = time("EndDate") else {
            throw .schema("a CalendarView needs StartDate and EndDate.")
        }
        let most = view.attributes["MaxEntriesReturned"].flatMap { Int($0) } ?? .max
        guard end.seconds - start.seconds <= Self.longestView else {
            throw EWSError("ErrorCalendarViewRangeTooBig", "A CalendarView spans two years at most.")
        }
        var inside: [ItemView] = []
        for view in found {
            guard let meeting = view.item.meeting, view.item.kind == .appointment else { continue }
            if meeting.recurrence == nil, meeting.start < end, meeting.end > start { inside.append(view) }
            for occurrence in meeting.occurrences(after: start, before: end) {
                inside.append(try self.view(view.item, shape, occurrence))
            }
        }
        let sorted = inside.sorted { ($0.item.meeting?.start ?? .now) < ($1.item.meeting?.start ?? .now) }
        return Array(sorted.prefix(most))
    }

    /// Newest last unless an order is asked for, as in the order of arrival.
    private func sorted(_ found: [ItemView], _ order: XMLElement?) throws(EWSError) -> [ItemView] {
        var found = found
        for field in (order?.children ?? []).reversed() {
            let uri = field["FieldURI"]?.attributes["FieldURI"] ?? ""
            let isDescending = field.attributes["Order"] == "Descending"
            let keyed = try found.map { view throws(EWSError) in (view, try ItemRestriction.value(uri, view)) }
            let ordered = keyed.enumerated().sorted { left, right in
                if left.element.1 == right.element.1 { return left.offset < right.offset }
                return (left.element.1 < right.element.1) != isDescending
            }
            found = ordered.map(\.element.0)
        }
        return found
    }
}
