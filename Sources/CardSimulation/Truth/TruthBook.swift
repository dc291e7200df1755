import CardCore
import ISO8583

/// Keeps the episodes that are under way and writes each one when the last of it has passed.
struct TruthBook {
  private var episodes: [Int32: Episode] = [:]
  private var nextNumber: Int32 = 0
  private var json = JSONWriter()
  private(set) var counts: [TruthKind: Int] = [:]

  /// What was written since ``takeLines()``.
  mutating func takeLines() -> [UInt8] {
    let lines = json.bytes
    json.removeAll()
    return lines
  }

  /// Begins an episode, held open until ``release(_:)``.
  mutating func begin(
    _ kind: TruthKind, _ subject: String, _ key: String, from: Int64, to: Int64? = nil
  ) -> Int32 {
    let number = nextNumber
    nextNumber &+= 1
    episodes[number] = Episode(
      kind: kind, subject: subject, key: key, from: from, to: to ?? from)
    return number
  }

  /// Keeps the episode open for one more message or payment.
  mutating func retain(_ number: Int32) {
    guard number >= 0 else { return }
    episodes[number]?.open += 1
  }

  /// Lets go of the episode; the last one to do so has it written.
  mutating func release(_ number: Int32) {
    guard number >= 0 else { return }
    episodes[number]?.open -= 1
    guard let episode = episodes[number], episode.open == 0 else { return }
    episodes[number] = nil
    write(episode)
  }

  /// A message of the episode has passed.
  mutating func note(_ number: Int32, sequence: UInt64, time: Int64) {
    guard number >= 0 else { return }
    episodes[number]?.sequences.append(sequence)
    guard let episode = episodes[number] else { return }
    if episode.sequences.count == 1, episode.kind.isFraud { episodes[number]?.from = time }
    if episode.kind.isFraud || episode.kind.unit == .exchange {
      episodes[number]?.to = max(episode.to, time)
    }
  }

  /// A message of the episode has passed that nobody can read.
  mutating func noteGarbled(_ number: Int32, offset: UInt64) {
    episodes[number]?.offsets.append(offset)
  }

  /// The incident reached a message, or kept one from coming.
  mutating func reach(_ number: Int32, count: Int = 1) { episodes[number]?.reached += count }

  /// A fraud of which nothing happened is none.
  private mutating func write(_ episode: Episode) {
    guard !episode.kind.isFraud || !episode.sequences.isEmpty else { return }
    counts[episode.kind, default: 0] += 1
    json.beginObject()
    json.field("schema", "monetique-truth/1")
    json.field("kind", episode.kind.rawValue)
    json.field("subject", episode.subject)
    json.field("key", episode.key)
    json.field("from", Instant(millisecondsSince1970: episode.from).description)
    json.field("to", Instant(millisecondsSince1970: episode.to).description)
    json.beginArray("sequences")
    for sequence in episode.sequences.sorted() { json.integer(sequence) }
    json.endArray()
    json.field("detectable", Self.isDetectable(episode))
    if !episode.offsets.isEmpty {
      json.beginArray("offsets")
      for offset in episode.offsets { json.integer(offset) }
      json.endArray()
    }
    json.endObject()
    json.endLine()
  }

  /// A fraud shows by what it does and a fault by its pair of messages; an incident only where it
  /// reaches 30 messages.
  private static func isDetectable(_ episode: Episode) -> Bool {
    if episode.kind.isFraud { return true }
    return episode.kind.unit == .exchange || episode.reached >= 30
  }

  /// Writes what the whole run is, which stands before all episodes.
  mutating func writeRun(_ settings: SimulationSettings, _ pool: MerchantPool, end: Int64) {
    json.beginObject()
    json.field("schema", "monetique-truth/1")
    json.field("kind", "run")
    json.field("subject", "all")
    json.field("key", "")
    json.field("from", settings.start.description)
    json.field("to", Instant(millisecondsSince1970: end).description)
    json.beginArray("sequences")
    json.endArray()
    json.field("detectable", false)
    json.field("seed", settings.seed)
    json.field("cards", settings.cardCount)
    json.field("days", settings.dayCount)
    json.field("mix", settings.mix.rawValue)
    json.field("spec", settings.parser.spec.name)
    json.field("framing", settings.framing.name)
    json.field("terminals", pool.terminalCount)
    json.field("merchants", pool.merchants.count)
    json.field("acquirers", pool.acquirers.count)
    json.field("bins", Portfolio.ranges.count)
    json.beginObject("stanStream")
    json.field("key", "link")
    json.field("first", 1)
    json.field("last", 999_999)
    json.endObject()
    json.endObject()
    json.endLine()
  }
}
