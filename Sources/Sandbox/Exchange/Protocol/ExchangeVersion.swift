/// The versions of Exchange that a client may ask for, and a sandbox may be.
package enum ExchangeVersion: String, Sendable, CaseIterable, Comparable {
    case exchange2007 = "Exchange2007"
    case exchange2007SP1 = "Exchange2007_SP1"
    case exchange2010 = "Exchange2010"
    case exchange2010SP1 = "Exchange2010_SP1"
    case exchange2010SP2 = "Exchange2010_SP2"
    case exchange2013 = "Exchange2013"
    case exchange2013SP1 = "Exchange2013_SP1"
    case exchange2016 = "Exchange2016"

    /// As `ServerVersionInfo` tells it.
    var build: (major: Int, minor: Int, build: Int) {
        switch self {
        case .exchange2007: (8, 0, 813)
        case .exchange2007SP1: (8, 3, 517)
        case .exchange2010: (14, 0, 727)
        case .exchange2010SP1: (14, 1, 438)
        case .exchange2010SP2: (14, 3, 513)
        case .exchange2013: (15, 0, 620)
        case .exchange2013SP1: (15, 0, 1497)
        case .exchange2016: (15, 1, 2507)
        }
    }

    /// Its schema's name in `ServerVersionInfo`.
    var schema: String {
        switch self {
        case .exchange2010SP1: "V2_14"
        case .exchange2010SP2: "V2_22"
        case .exchange2013: "V2_2"
        case .exchange2013SP1: "V2_23"
        case .exchange2016: "V2017_07_11"
        default: rawValue
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}
