/// The names of HTML's character references: all of HTML 4, and those of HTML 5 that letters use.
enum EntityNames {
    /// The character of a name.
    static let all: [String: Unicode.Scalar] = {
        var table: [String: Unicode.Scalar] = [:]
        for (offset, name) in words(latin).enumerated() {
            table[String(name)] = Unicode.Scalar(0xA0 + UInt32(offset))
        }
        let pairs = words(html4) + words(html5)
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            table[String(pairs[index])] = UInt32(pairs[index + 1], radix: 16).flatMap(Unicode.Scalar.init)
        }
        return table
    }()

    /// The oldest names, which need no `;`.
    static let bare: Set<String> = Set(words(latin).map(String.init)).union([
        "amp", "lt", "gt", "quot", "AMP", "LT", "GT", "QUOT", "COPY", "REG",
    ])

    private static func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }

    /// Latin-1, from U+00A0 on.
    private static let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2
        sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc
        Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve
        Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute
        acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde
        ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
        """

    /// The others of HTML 4, with their code points.
    private static let html4 = """
        quot 22 amp 26 lt 3C gt 3E OElig 152 oelig 153 Scaron 160 scaron 161 Yuml 178 fnof 192 circ 2C6
        tilde 2DC Alpha 391 Beta 392 Gamma 393 Delta 394 Epsilon 395 Zeta 396 Eta 397 Theta 398 Iota 399
        Kappa 39A Lambda 39B Mu 39C Nu 39D Xi 39E Omicron 39F Pi 3A0 Rho 3A1 Sigma 3A3 Tau 3A4 Upsilon 3A5
        Phi 3A6 Chi 3A7 Psi 3A8 Omega 3A9 alpha 3B1 beta 3B2 gamma 3B3 delta 3B4 epsilon 3B5 zeta 3B6 eta
        3B7 theta 3B8 iota 3B9 kappa 3BA lambda 3BB mu 3BC nu 3BD xi 3BE omicron 3BF pi 3C0 rho 3C1 sigmaf
        3C2 sigma 3C3 tau 3C4 upsilon 3C5 phi 3C6 chi 3C7 psi 3C8 omega 3C9 thetasym 3D1 upsih 3D2 piv 3D6
        ensp 2002 emsp 2003 thinsp 2009 zwnj 200C zwj 200D lrm 200E rlm 200F ndash 2013 mdash 2014 lsquo
        2018 rsquo 2019 sbquo 201A ldquo 201C rdquo 201D bdquo 201E dagger 2020 Dagger 2021 bull 2022 hellip
        2026 permil 2030 prime 2032 Prime 2033 lsaquo 2039 rsaquo 203A oline 203E frasl 2044 euro 20AC image
        2111 weierp 2118 real 211C trade 2122 alefsym 2135 larr 2190 uarr 2191 rarr 2192 darr 2193 harr 2194
        crarr 21B5 lArr 21D0 uArr 21D1 rArr 21D2 dArr 21D3 hArr 21D4 forall 2200 part 2202 exist 2203 empty
        2205 nabla 2207 isin 2208 notin 2209 ni 220B prod 220F sum 2211 minus 2212 lowast 2217 radic 221A
        prop 221D infin 221E ang 2220 and 2227 or 2228 cap 2229 cup 222A int 222B there4 2234 sim 223C cong
        2245 asymp 2248 ne 2260 equiv 2261 le 2264 ge 2265 sub 2282 sup 2283 nsub 2284 sube 2286 supe 2287
        oplus 2295 otimes 2297 perp 22A5 sdot 22C5 lceil 2308 rceil 2309 lfloor 230A rfloor 230B lang 27E8
        rang 27E9 loz 25CA spades 2660 clubs 2663 hearts 2665 diams 2666
        """

    private static let html5 = """
        apos 27 AMP 26 LT 3C GT 3E QUOT 22 COPY A9 REG AE TRADE 2122 num 23 colon 3A quest 3F sol 2F excl 21
        commat 40 lbrace 7B rbrace 7D lcub 7B rcub 7D lsqb 5B rsqb 5D lbrack 5B rbrack 5D equals 3D percnt
        25 semi 3B comma 2C period 2E lowbar 5F UnderBar 5F plus 2B ast 2A midast 2A Hat 5E grave 60
        DiacriticalGrave 60 bsol 5C dollar 24 vert 7C verbar 7C VerticalLine 7C lpar 28 rpar 29 Tab 9
        NewLine A NonBreakingSpace A0 hyphen 2010 dash 2010 horbar 2015 Vert 2016 Verbar 2016 numero 2116
        check 2713 checkmark 2713 cross 2717 bigstar 2605 starf 2605 star 2606 phone 260E female 2640 male
        2642 malt 2720 maltese 2720 heartsuit 2665 spadesuit 2660 clubsuit 2663 diamondsuit 2666 sung 266A
        flat 266D natural 266E natur 266E sharp 266F frac13 2153 frac23 2154 frac15 2155 frac25 2156 frac35
        2157 frac45 2158 frac16 2159 frac56 215A frac18 215B frac38 215C frac58 215D frac78 215E half BD
        rightarrow 2192 leftarrow 2190 uparrow 2191 downarrow 2193 leftrightarrow 2194 Rightarrow 21D2
        Leftarrow 21D0 Uparrow 21D1 Downarrow 21D3 RightArrow 2192 LeftArrow 2190 UpArrow 2191 DownArrow
        2193 nearr 2197 nwarr 2196 searr 2198 swarr 2199 rarrw 219D mapsto 21A6 map 21A6 lsquor 201A ldquor
        201E OpenCurlyQuote 2018 CloseCurlyQuote 2019 OpenCurlyDoubleQuote 201C CloseCurlyDoubleQuote 201D
        bullet 2022 mldr 2026 nldr 2025 pertenk 2031 tprime 2034 bprime 2035 emsp13 2004 emsp14 2005 numsp
        2007 puncsp 2008 hairsp 200A ThinSpace 2009 VeryThinSpace 200A ZeroWidthSpace 200B NoBreak 2060
        ApplyFunction 2061 InvisibleTimes 2062 incare 2105 copysr 2117 rx 211E ohm 3A9 angst C5 centerdot B7
        CenterDot B7 pm B1 PlusMinus B1 div F7 approx 2248 thickapprox 2248 thkap 2248 leq 2264 geq 2265
        NotEqual 2260 square 25A1 squ 25A1 squf 25AA blacksquare 25AA squarf 25AA bigcirc 25EF xcirc 25EF
        cir 25CB utri 25B5 utrif 25B4 dtri 25BF dtrif 25BE ltri 25C3 ltrif 25C2 rtri 25B9 rtrif 25B8
        triangle 25B5 blk14 2591 blk12 2592 blk34 2593 block 2588 caret 2041 Acy 410 acy 430 Bcy 411 bcy 431
        Vcy 412 vcy 432 Gcy 413 gcy 433 Dcy 414 dcy 434 IEcy 415 iecy 435 IOcy 401 iocy 451 ZHcy 416 zhcy
        436 Zcy 417 zcy 437 Icy 418 icy 438 Jcy 419 jcy 439 Kcy 41A kcy 43A Lcy 41B lcy 43B Mcy 41C mcy 43C
        Ncy 41D ncy 43D Ocy 41E ocy 43E Pcy 41F pcy 43F Rcy 420 rcy 440 Scy 421 scy 441 Tcy 422 tcy 442 Ucy
        423 ucy 443 Fcy 424 fcy 444 KHcy 425 khcy 445 TScy 426 tscy 446 CHcy 427 chcy 447 SHcy 428 shcy 448
        SHCHcy 429 shchcy 449 HARDcy 42A hardcy 44A Ycy 42B ycy 44B SOFTcy 42C softcy 44C Ecy 42D ecy 44D
        YUcy 42E yucy 44E YAcy 42F yacy 44F Abreve 102 abreve 103 Amacr 100 amacr 101 Aogon 104 aogon 105
        Cacute 106 cacute 107 Ccaron 10C ccaron 10D Dcaron 10E dcaron 10F Dstrok 110 dstrok 111 Ecaron 11A
        ecaron 11B Emacr 112 emacr 113 Eogon 118 eogon 119 Gbreve 11E gbreve 11F Idot 130 imath 131 inodot
        131 Lstrok 141 lstrok 142 Nacute 143 nacute 144 Ncaron 147 ncaron 148 Odblac 150 odblac 151 Rcaron
        158 rcaron 159 Sacute 15A sacute 15B Scedil 15E scedil 15F Tcaron 164 tcaron 165 Uring 16E uring 16F
        Udblac 170 udblac 171 Umacr 16A umacr 16B Zacute 179 zacute 17A Zcaron 17D zcaron 17E Zdot 17B zdot
        17C
        """
}
