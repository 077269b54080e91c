/// What is wrong with an address, as half a sentence that follows it.
struct AddressFlaw: Error {
    let half: String

    init(_ half: String) {
        self.half = half
    }
}
