import CardCore
import Testing

/// Expected values from Python's zoneinfo, zone Europe/Paris.
struct ZoneRuleTests {
  @Test(arguments: [
    (1_743_296_399_000, 60), (1_743_296_400_000, 120), (1_761_440_399_000, 120),
    (1_761_440_400_000, 60), (1_711_846_799_000, 60), (1_711_846_800_000, 120),
    (1_792_890_000_000, 60), (954_032_400_000, 120), (1_824_944_399_000, 120),
    (1_824_944_400_000, 60),
  ])
  func `Paris changes on the last Sundays at 01h00 UTC`(milliseconds: Int, minutes: Int) {
    let instant = Instant(millisecondsSince1970: Int64(milliseconds))
    #expect(ZoneRule.paris.offsetMilliseconds(at: instant) == Int64(minutes) * 60_000)
  }

  @Test(arguments: [
    ("2025-10-26T02:30:00Z", "2025-10-26T00:30:00Z"),
    ("2025-10-26T03:00:00Z", "2025-10-26T02:00:00Z"),
    ("2025-03-30T02:30:00Z", "2025-03-30T01:30:00Z"),
    ("2025-03-30T03:00:00Z", "2025-03-30T01:00:00Z"),
    ("2025-07-14T12:00:00Z", "2025-07-14T10:00:00Z"),
    ("2025-12-31T23:59:58Z", "2025-12-31T22:59:58Z"),
  ])
  func `finds the instant at which clocks in Paris show a reading`(
    shown: String, expected: String
  ) throws {
    let reading = try Instant(rfc3339: shown)
    let instant = try Instant(rfc3339: expected)
    #expect(ZoneRule.paris.instant(showing: reading) == instant)
  }

  @Test func `a fixed zone is the same distance all year`() throws {
    let zone = ZoneRule.fixed(minutes: -210)
    let reading = try Instant(rfc3339: "2025-01-01T00:00:00Z")
    #expect(zone.instant(showing: reading) == reading.adding(milliseconds: 12_600_000))
    #expect(zone.offsetMilliseconds(at: reading) == -12_600_000)
    #expect(ZoneRule.utc.instant(showing: reading) == reading)
  }
}
