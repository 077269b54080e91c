internal import Settings

/// `version:` of an exchange connection: the schema that both sides keep to.
enum EWSVersion: String, ChoiceSetting, Comparable {
    case exchange2007 = "Exchange2007"
    case exchange2007SP1 = "Exchange2007_SP1"
    case exchange2010 = "Exchange2010"
    case exchange2010SP1 = "Exchange2010_SP1"
    case exchange2010SP2 = "Exchange2010_SP2"
    case exchange2013 = "Exchange2013"
    case exchange2013SP1 = "Exchange2013_SP1"
    case exchange2016 = "Exchange2016"

    static var noun: String { "a version of Exchange" }

    private var age: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    static func < (left: Self, right: Self) -> Bool { left.age < right.age }

    /// Streaming notifications came with 2010 SP1.
    var streams: Bool { self >= .exchange2010SP1 }
    /// `SuppressReadReceipts` of UpdateItem and DeleteItem.
    var suppressesReceipts: Bool { self >= .exchange2013 }
}
