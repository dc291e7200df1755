import CardCore
import Testing

struct InstantTests {
  // Milliseconds computed by Python's datetime.
  @Test(arguments: [
    ("2026-11-23T13:07:50.123Z", 1_795_439_270_123),
    ("2000-02-29T23:59:59.999Z", 951_868_799_999),
    ("1900-03-01T00:00:00Z", -2_203_891_200_000),
    ("1969-12-31T23:59:59.001Z", -999),
    ("1970-01-01T00:00:00Z", 0),
    ("1582-10-15T06:07:08Z", -12_219_270_772_000),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ])
  func `reads and writes the same text`(text: String, milliseconds: Int64) throws {
    let instant = try Instant(rfc3339: text)
    #expect(instant.millisecondsSince1970 == milliseconds)
    #expect(instant.description == text)
  }

  // 500 seeded instants from year 1 to 9999, every seventh a whole second, written by Python's
  // datetime; the FNV-1a hash of all the texts.
  @Test func `writes five hundred instants as Python does`() throws {
    var generator = SplitMix64(seed: 20_261_123)
    let span = UInt64(Instant.latest - Instant.earliest) + 1
    var bytes: [UInt8] = []
    for index in 0..<500 {
      var instant = Instant.earliest.adding(milliseconds: Int64(generator.next() % span))
      if index % 7 == 0 {
        instant = instant.adding(milliseconds: -Int64(instant.civil.millisecond))
      }
      instant.appendRFC3339(to: &bytes)
      #expect(try Instant(rfc3339: instant.description) == instant)
    }
    #expect(fnv1a(bytes) == 0xb98a_9927_758a_88a2)
  }

  // The first two by Python's datetime.
  @Test func `takes the offset from UTC away`() throws {
    let india = try Instant(rfc3339: "2024-02-29T12:00:00+05:30")
    #expect(india.millisecondsSince1970 == 1_709_188_200_000)
    let brazil = try Instant(rfc3339: "2026-01-01T00:30:00-03:00")
    #expect(brazil.millisecondsSince1970 == 1_767_238_200_000)
    #expect(try Instant(rfc3339: "1970-01-01t00:00:00z").millisecondsSince1970 == 0)
    #expect(try Instant(rfc3339: "1970-01-01 00:00:00-00:00").millisecondsSince1970 == 0)
  }

  @Test func `cuts a fraction at the millisecond`() throws {
    #expect(try Instant(rfc3339: "1970-01-01T00:00:00.5Z").millisecondsSince1970 == 500)
    #expect(try Instant(rfc3339: "1970-01-01T00:00:00.04Z").millisecondsSince1970 == 40)
    #expect(try Instant(rfc3339: "1970-01-01T00:00:00.1239999Z").millisecondsSince1970 == 123)
    let before = try Instant(rfc3339: "1969-12-31T23:59:59.99999Z")
    #expect(before.millisecondsSince1970 == -1)
  }

  @Test(arguments: [
    ("", 0, "time at offset 0: expected a digit, found the end"),
    ("2O26-11-23T13:07:50Z", 1, "time at offset 1: expected a digit, found a letter"),
    ("0000-11-23T13:07:50Z", 0, "time at offset 0: expected a year from 0001 to 9999"),
    ("2026/11/23T13:07:50Z", 4, "time at offset 4: expected `-`, found punctuation"),
    ("2026-13-23T13:07:50Z", 5, "time at offset 5: expected a month from 01 to 12"),
    ("2026-00-23T13:07:50Z", 5, "time at offset 5: expected a month from 01 to 12"),
    ("2026-02-29T13:07:50Z", 8, "time at offset 8: expected a day of that month"),
    ("1900-02-29T13:07:50Z", 8, "time at offset 8: expected a day of that month"),
    ("2026-11-00T13:07:50Z", 8, "time at offset 8: expected a day of that month"),
    ("2026-11-23", 10, "time at offset 10: expected `T`, found the end"),
    ("2026-11-23T24:07:50Z", 11, "time at offset 11: expected an hour from 00 to 23"),
    ("2026-11-23T1307:50Z", 13, "time at offset 13: expected `:`, found a digit"),
    ("2026-11-23T13:60:50Z", 14, "time at offset 14: expected a minute from 00 to 59"),
    ("2026-11-23T23:59:60Z", 17, "time at offset 17: expected a second from 00 to 59"),
    ("2026-11-23T13:07:50.Z", 20, "time at offset 20: expected a digit, found a letter"),
    (
      "2026-11-23T13:07:50", 19,
      "time at offset 19: expected `Z` or an offset from UTC, found the end"
    ),
    ("2026-11-23T13:07:50+0100", 22, "time at offset 22: expected `:`, found a digit"),
    ("2026-11-23T13:07:50+24:00", 20, "time at offset 20: expected an hour from 00 to 23"),
    ("2026-11-23T13:07:50Z ", 20, "time at offset 20: expected the end, found a space"),
    (
      "0001-01-01T00:00:00+00:01", 0,
      "time at offset 0: expected a year from 0001 to 9999 in UTC too"
    ),
  ])
  func `refuses what is no RFC 3339 instant`(text: String, offset: Int, says: String) {
    let error = #expect(throws: Instant.ParseError.self) { try Instant(rfc3339: text) }
    #expect(error?.offset == offset)
    #expect(error?.description == says)
  }

  @Test func `no cut or changed text makes it stop or reads as a different length`() {
    var generator = SplitMix64(seed: 3_339)
    let original = ascii("2026-11-23T13:07:50.123+02:00")
    for _ in 0..<2_000 {
      var bytes = original
      bytes[Int(generator.next(upperBound: UInt64(bytes.count)))] =
        UInt8(truncatingIfNeeded: generator.next())
      bytes.removeLast(Int(generator.next(upperBound: 4 as UInt64)))
      do {
        let instant = try Instant(rfc3339: bytes.span)
        #expect(Instant.earliest <= instant && instant <= Instant.latest)
      } catch {
        #expect((0...bytes.count).contains(error.offset))
      }
    }
  }

  @Test func `a date and time of day in UTC and back`() throws {
    let instant = try #require(
      Instant(
        year: 2026, month: 11, day: 23, hour: 13, minute: 7, second: 50, millisecond: 123))
    #expect(instant.millisecondsSince1970 == 1_795_439_270_123)
    let civil = instant.civil
    #expect([civil.year, civil.month, civil.day] == [2026, 11, 23])
    #expect([civil.hour, civil.minute, civil.second, civil.millisecond] == [13, 7, 50, 123])
  }

  @Test func `each day of four centuries follows the one before`() throws {
    var days: Int64 = 0
    for year in 1_900..<2_300 {
      for month in 1...12 {
        for day in 1...CivilTime.dayCount(ofMonth: month, year: year) {
          let instant = try #require(Instant(year: year, month: month, day: day))
          let first = Instant(millisecondsSince1970: -2_208_988_800_000)
          guard instant - first == days * 86_400_000, instant.civil.day == day else {
            Issue.record("day \(days) after 1900-01-01")
            return
          }
          days += 1
        }
      }
    }
    #expect(days == 146_097)
  }

  @Test func `refuses dates and times that do not exist`() {
    #expect(Instant(year: 0, month: 1, day: 1) == nil)
    #expect(Instant(year: 10_000, month: 1, day: 1) == nil)
    #expect(Instant(year: 2026, month: 0, day: 1) == nil)
    #expect(Instant(year: 2026, month: 13, day: 1) == nil)
    #expect(Instant(year: 2026, month: 2, day: 29) == nil)
    #expect(Instant(year: 2024, month: 2, day: 30) == nil)
    #expect(Instant(year: 2026, month: 1, day: 1, hour: 24) == nil)
    #expect(Instant(year: 2026, month: 1, day: 1, minute: -1) == nil)
    #expect(Instant(year: 2026, month: 1, day: 1, second: 60) == nil)
    #expect(Instant(year: 2026, month: 1, day: 1, millisecond: 1_000) == nil)
  }

  @Test func `writes any instant at all, even one that text cannot give back`() {
    let yearZero = Instant.earliest.adding(milliseconds: -1)
    #expect(yearZero.description == "0000-12-31T23:59:59.999Z")
    #expect(Instant.latest.adding(milliseconds: 1).description == "10000-01-01T00:00:00Z")
    #expect(Instant(millisecondsSince1970: .min).description == "-292275055-05-16T16:47:04.192Z")
    #expect(Instant(millisecondsSince1970: .max).description == "292278994-08-17T07:12:55.807Z")
  }

  @Test func `instants are ordered and subtract to milliseconds`() {
    let early = Instant(millisecondsSince1970: -5)
    let late = early.adding(milliseconds: 1_005)
    #expect(early < late)
    #expect(late - early == 1_005)
    #expect(early - late == -1_005)
  }
}
