import Attributes
import Testing

struct DecimalNumberTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("0.00", "0.00"), ("1.50", "1.50"), ("-1.5", "-1.5"), ("+5", "5"), ("007", "7"),
        ("0.1", "0.1"),
        ("1e3", "1000"), ("1E+3", "1000"), ("1.5e-3", "0.0015"), ("1.50e1", "15.0"), ("12e-1", "1.2"),
        ("0e999999999999", "0"),
        ("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"), ("-0.05", "-0.05"),
    ])
    func `a decimal is kept to its last digit, and printed without an exponent`(text: String, printed: String) throws {
        #expect(try DecimalNumber(text).description == printed)
        #expect(try DecimalNumber(printed).description == printed)
    }

    @Test(arguments: [
        ("", nil), ("abc", nil), ("1,5", "the decimal sign is a point"),
        ("1 000", "the digits are written without separators"),
        ("1\u{A0}000", "the digits are written without separators"),
        ("1_000", "the digits are written without separators"),
        ("1.", "digits are missing after the point"), (".5", "a 0 is missing before the point"), (".", nil), ("-", nil),
        ("1e", "digits are missing after the exponent"), ("1.2.3", nil), ("0x10", nil), ("NaN", nil), (" 1", nil),
        ("١", nil),
        ("1e1000", "a number has at most 1000 digits when it is written out"),
        ("1e99999999999999999999", "a number has at most 1000 digits when it is written out"),
        ("1e-99999999999999999999", "a number has at most 1000 digits when it is written out"),
    ])
    func `what is no decimal is refused with the reason`(text: String, reason: String?) {
        #expect(throws: Misreading(reason)) { try DecimalNumber(text) }
    }

    @Test func `a thousand digits are taken, one more is not`() throws {
        let digits = String(repeating: "7", count: 1000)
        #expect(try DecimalNumber(digits).description == digits)
        #expect(throws: Misreading.self) { try DecimalNumber(digits + "7") }
        #expect(try DecimalNumber("1e999").description.count == 1000)
    }

    @Test(arguments: [
        ("1.5", 0, "2"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.4", 0, "2"), ("0.5", 0, "1"), ("0.4", 0, "0"),
        ("-0.4", 0, "0"),
        ("0.05", 1, "0.1"), ("0.04", 1, "0.0"), ("0.005", 1, "0.0"), ("9.995", 2, "10.00"), ("99.5", 0, "100"),
        ("1.5", 3, "1.5"),
        ("1.005", 2, "1.01"), ("1234.5678", 2, "1234.57"), ("0.0000001", 0, "0"), ("-9.99", 1, "-10.0"),
    ])
    func `rounding is half up, away from zero`(text: String, places: Int, rounded: String) throws {
        #expect(try DecimalNumber(text).rounded(toPlaces: places).description == rounded)
    }

    @Test func `numbers are in order by value`() throws {
        let ascending = [
            "-100.5", "-100", "-2", "-1.5", "-0.001", "0", "0.001", "0.01", "0.1", "1", "1.5", "2", "10", "99.9", "100",
            "100.5",
        ]
        let numbers = try ascending.map { try DecimalNumber($0) }
        for (i, left) in numbers.enumerated() {
            for (j, right) in numbers.enumerated() {
                #expect((left < right) == (i < j), "\(left) < \(right)")
                #expect((left == right) == (i == j), "\(left) == \(right)")
            }
        }
    }

    @Test(arguments: [("1.5", "1.50"), ("0", "-0.000"), ("100", "1e2"), ("100", "100.0"), ("0.1", "0.10")])
    func `equal numbers are equal however they are written`(left: String, right: String) throws {
        #expect(try DecimalNumber(left) == DecimalNumber(right))
        #expect(try Set([DecimalNumber(left), DecimalNumber(right)]).count == 1)
        #expect(try !(DecimalNumber(left) < DecimalNumber(right)))
    }

    @Test func `the digits before and after the point are at hand`() throws {
        let number = try DecimalNumber("1234.05")
        #expect(Array(number.wholeDigits) == [1, 2, 3, 4])
        #expect(number.fractionDigits == [0, 5])
        #expect(try DecimalNumber("0.005").fractionDigits == [0, 0, 5])
        #expect(try DecimalNumber("0.005").wholeDigits.isEmpty)
        #expect(DecimalNumber(-120).description == "-120")
    }
}
