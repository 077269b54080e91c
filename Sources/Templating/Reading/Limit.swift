extension Template {
    /// What a template may have at most.
    package enum Limit {
        /// Bytes of one text.
        package static let size = 2_000_000
        /// Placeholders and sections in one text, mistaken ones counted.
        package static let holes = 1000
        /// Names and indices in one path.
        package static let depth = 16
        /// Bytes of a format.
        package static let format = 200
        /// Bytes of a fallback.
        package static let fallback = 2000
        /// Digits of an index.
        package static let index = 6
        /// Sections within sections.
        package static let sections = 32
        /// Items that the sections of one filled text go through, all together.
        package static let items = 1_000_000
        /// Bytes of one filled text.
        package static let filled = 100_000_000
        /// What is told of one filled text that is refused.
        package static let mismatches = 100
    }
}
