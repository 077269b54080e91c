import Attributes

extension Answer {
    static func json(_ value: JSON, status: Int = 200) -> Answer {
        Answer(status, .bytes(value.written()), type: "application/json")
    }
}
