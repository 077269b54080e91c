import Attributes
import Glibc
import Testing

/// Our zones beside those of Python's zoneinfo, which reads the same files with other code.
struct ZonePythonTests {
    static let python = "/usr/bin/python3"
    static var isThere: Bool { access(python, X_OK) == 0 && Zone.named("Europe/Moscow") != nil }

    /// Prints `zone seconds offset abbreviation` for random instants, and `zone ! civil fold0 fold1` for times around changes.
    static let script = """
        import random, zoneinfo, datetime as d
        random.seed(7)
        epoch = d.datetime(1970, 1, 1, tzinfo=d.timezone.utc)
        naive = d.datetime(1970, 1, 1)
        def at(s): return epoch + d.timedelta(seconds=s)
        def secs(t): return (t - epoch) // d.timedelta(seconds=1)
        names = ["Europe/Berlin", "Europe/Moscow", "America/Sao_Paulo", "Asia/Tehran", "America/New_York", "Australia/Lord_Howe",
            "Africa/Casablanca", "Europe/Dublin", "Pacific/Apia", "Asia/Gaza", "America/Nuuk", "Antarctica/Troll", "Asia/Kathmandu",
            "America/Godthab", "Etc/GMT-14", "Africa/Cairo", "America/Havana", "Pacific/Chatham", "Asia/Pyongyang", "CET"]
        for n in names:
            z = zoneinfo.ZoneInfo(n)
            for _ in range(200):
                s = random.randrange(-2400000000, 60000000000 if _ % 2 else 4000000000)
                t = at(s).astimezone(z)
                print(n, s, int(t.utcoffset().total_seconds()), t.tzname())
            # Changes, found by halving the days between two offsets.
            day = random.randrange(0, 86400)
            for start in random.sample(range(-1500000000, 9000000000, 86400), 12000):
                a, b = start + day, start + day + 86400
                if at(a).astimezone(z).utcoffset() == at(b).astimezone(z).utcoffset(): continue
                while b - a > 1:
                    m = (a + b) // 2
                    if at(a).astimezone(z).utcoffset() == at(m).astimezone(z).utcoffset(): a = m
                    else: b = m
                for s in (a, b):
                    t = at(s).astimezone(z)
                    print(n, s, int(t.utcoffset().total_seconds()), t.tzname())
                for _ in range(4):
                    local = naive + d.timedelta(seconds=b + random.randrange(-50000, 50000))
                    both = [secs(local.replace(tzinfo=z, fold=f).astimezone(d.timezone.utc)) for f in (0, 1)]
                    back = [at(u).astimezone(z).replace(tzinfo=None) == local for u in both]
                    print(n, "!", (local - naive) // d.timedelta(seconds=1), *(u if ok else "-" for u, ok in zip(both, back)))
        """

    @Test(.enabled(if: isThere, "no /usr/bin/python3 or no time zones: our zones are compared with nothing"))
    func `zones agree with Python's`() throws {
        let output = try #require(run(Self.script))
        var instants = 0
        var times = 0
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let zone = try #require(Zone.named(words[0]))
            if words[1] == "!" {
                times += 1
                let local = try #require(Int64(words[2]))
                let found = zone.resolve(CivilTime(secondsAsIfUTC: local))
                switch (words[3], words[4]) {
                case ("-", "-"):
                    guard case .gap = found else {
                        Issue.record("\(line): \(found)")
                        continue
                    }
                case (let earlier, let later):
                    let first = Instant(seconds: try #require(Int64(earlier)))
                    let second = Instant(seconds: try #require(Int64(later)))
                    #expect(found == (first == second ? .one(first) : .twice(earlier: first, later: second)), "\(line)")
                }
            } else {
                instants += 1
                let instant = Instant(seconds: try #require(Int64(words[1])))
                #expect(zone.offset(at: instant) == Int(words[2]), "\(line)")
                #expect(zone.abbreviation(at: instant) == words[3], "\(line)")
                let civil = zone.civil(at: instant)
                #expect(CivilTime(secondsAsIfUTC: civil.secondsAsIfUTC) == civil)
            }
        }
        #expect(instants > 4000)
        #expect(times > 1000)
    }

    private func run(_ script: String) -> String? {
        guard let pipe = popen("\(Self.python) -c '\(script)'", "r") else { return nil }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            output += buffer[..<count]
        }
        return pclose(pipe) == 0 ? String(decoding: output, as: UTF8.self) : nil
    }
}
