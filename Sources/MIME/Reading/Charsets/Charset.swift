/// The charsets that letters are written in, under the names that they bear there.
///
/// Only these are ever asked of iconv: a letter must not choose which converter of the system runs.
enum Charset {
    /// iconv's name for a name in a letter; `nil` for none that is known.
    static func name(of label: some StringProtocol) -> String? {
        let plain = label.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return names[plain] ?? names[plain.hasPrefix("x") ? String(plain.dropFirst()) : "cs\(plain)"]
    }

    /// Whether texts in it may look like UTF-8 by chance, or like ASCII.
    static func isSpecial(_ name: String) -> Bool { special.contains(name) }

    private static let special: Set<String> = [
        "UTF-7", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "ISO-2022-JP", "ISO-2022-KR",
        "HZ", "GB18030", "BIG5-HKSCS", "CP932", "EUC-JP", "CP949",
    ]

    /// By the letters and digits of their labels.
    ///
    /// Browsers too read subsets as the larger set (WHATWG Encoding Standard §4.2).
    private static let names: [String: String] = {
        var names: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            for label in words { names[label.lowercased().filter { $0.isLetter || $0.isNumber }] = words[0] }
        }
        for part in [2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16] {
            for label in ["iso8859\(part)", "isoir\(part)", "8859\(part)", "iso8859\(part)i", "iso8859\(part)e"] {
                names[label] = "ISO-8859-\(part)"
            }
        }
        for page in 1250...1258 {
            for label in ["windows\(page)", "cp\(page)", "win\(page)", "\(page)", "ansi\(page)", "microsoftcp\(page)"] {
                names[label] = "CP\(page)"
            }
        }
        for page in [437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869] {
            for label in ["cp\(page)", "ibm\(page)", "dos\(page)", "\(page)"] { names[label] = "CP\(page)" }
        }
        return names
    }()

    private static let table = """
        UTF-8 utf-8mb4 unicode-1-1-utf-8 cp65001
        CP1252 us-ascii ascii ansi_x3.4-1968 iso646-us iso-8859-1 iso-8859-1-windows latin1 l1 8859-1 iso-ir-100 cp819
        ISO-8859-2 latin2 l2
        ISO-8859-15 latin9 l9
        KOI8-R koi8 koi8r koi-8
        KOI8-U koi8ru
        ISO-8859-5 cyrillic
        MAC-CYRILLIC maccyrillic macukraine
        MACINTOSH mac macroman
        UTF-7 unicode-1-1-utf-7
        UTF-16 unicode ucs-2 iso-10646-ucs-2
        UTF-16LE
        UTF-16BE
        UTF-32
        UTF-32LE
        UTF-32BE
        GB18030 gb2312 gb_2312-80 gbk cp936 ms936 euc-cn chinese windows-936
        HZ hz-gb-2312
        BIG5-HKSCS big5 cn-big5 cp950 big5-tw windows-950
        CP932 shift_jis shift-jis sjis ms_kanji windows-31j ms932
        EUC-JP eucjp
        ISO-2022-JP iso-2022-jp-1
        CP949 ks_c_5601-1987 ksc5601 euc-kr korean uhc windows-949 ks_c_5601
        ISO-2022-KR
        TIS-620 cp874 windows-874 iso-8859-11
        VISCII
        ARMSCII-8
        GEORGIAN-PS
        """
}
