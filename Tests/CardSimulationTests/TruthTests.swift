import CardCore
import CardSimulation
import ISO8583
import Testing

/// The truth is held against the log alone: what it says of messages stands in the messages.
@Suite struct TruthTests {
  /// A log whose every message can be read, so that sequence numbers are places in it.
  private struct Scene {
    let traffic: Traffic
    let messages: [[UInt8]]
    let parser: MessageParser

    init(_ rates: [TruthKind: Double], cards: Int = 250, days: Int = 2) throws {
      var settings = try Traffic.settings(seed: 5, cards: cards, days: days)
      settings.rates = .none
      for (kind, rate) in rates { try settings.rates.set(kind, to: rate) }
      traffic = try Traffic(settings)
      messages = try traffic.messages(.hexLines)
      parser = settings.parser
    }

    func messages(of episode: JSONValue) throws -> [Message] {
      try (episode["sequences"]?.array ?? []).map {
        try Message(parsing: messages[$0.int ?? 0], using: parser)
      }
    }
  }

  @Test func `a theft uses one card, which is refused as stolen at the end`() throws {
    let scene = try Scene([.stolenCard: 1])
    let episodes = scene.traffic.episodes(.stolenCard)
    #expect(episodes.count > 5)
    for episode in episodes {
      let messages = try scene.messages(of: episode)
      #expect(Set(messages.compactMap { $0.text(of: .pan) }).count == 1)
      let masked = messages[0].text(of: .pan).flatMap { PAN($0) }?.masked
      #expect(masked == episode["key"]?.string)
    }
    let codes = try episodes.flatMap { try scene.messages(of: $0) }
      .compactMap { $0.text(of: .responseCode) }
    #expect(codes.contains("43"))
    #expect(codes.contains("00"))
  }

  @Test func `a duplicate and a replay are the same bytes twice`() throws {
    let scene = try Scene([.duplicate: 0.05, .replay: 0.05])
    for kind in [TruthKind.duplicate, .replay] {
      let episodes = scene.traffic.episodes(kind)
      #expect(episodes.count > 10)
      for episode in episodes {
        let places = (episode["sequences"]?.array ?? []).compactMap(\.int)
        // The copy of the last ones lies behind the end of the log.
        guard places.count == 2 else { continue }
        #expect(scene.messages[places[0]] == scene.messages[places[1]])
      }
    }
  }

  @Test func `a gap lies between the STANs of its two requests`() throws {
    let scene = try Scene([.stanGap: 0.05])
    let episodes = scene.traffic.episodes(.stanGap)
    #expect(episodes.count > 10)
    for episode in episodes {
      let stans = try scene.messages(of: episode).compactMap { $0.text(of: .stan) }.compactMap {
        Int($0)
      }
      #expect(stans.count == 2)
      #expect(stans[1] - stans[0] > 1)
    }
  }

  @Test func `numbers requests without a gap where none was put in`() throws {
    let scene = try Scene([:], cards: 150)
    var last = 0
    for bytes in scene.messages {
      let message = try Message(parsing: bytes, using: scene.parser)
      guard let mti = message.mti, !mti.hasSuffix("10"), !mti.hasSuffix("30") else { continue }
      let stan = try #require(message.text(of: .stan).flatMap { Int($0) })
      #expect(stan == last + 1)
      last = stan
    }
    #expect(last > 100)
  }

  @Test func `a lost answer is reversed, and a missing reversal is not`() throws {
    let scene = try Scene([.lostAnswer: 0.05, .missingReversal: 0.05])
    let lost = scene.traffic.episodes(.lostAnswer)
    #expect(lost.count > 10)
    for episode in lost {
      let types = try scene.messages(of: episode).compactMap(\.mti)
      #expect(types.count == 3)
      #expect(types.dropFirst() == ["0420", "0430"])
    }
    var reversed: Set<String> = []
    for bytes in scene.messages {
      let message = try Message(parsing: bytes, using: scene.parser)
      guard let original = message.text(of: .originalDataElements) else { continue }
      reversed.insert(String(original.dropFirst(4).prefix(6)))
    }
    for episode in scene.traffic.episodes(.missingReversal) {
      let stan = try #require(try scene.messages(of: episode)[0].text(of: .stan))
      #expect(!reversed.contains(stan))
    }
  }

  @Test func `nothing comes from a silent terminal or a cut-off acquirer in its time`() throws {
    let scene = try Scene([.silentSource: 60, .acquirerOutage: 60], cards: 600, days: 2)
    let outages = scene.traffic.episodes(.acquirerOutage)
    #expect(outages.count > 1)
    #expect(!scene.traffic.episodes(.silentSource).isEmpty)
    for episode in outages + scene.traffic.episodes(.silentSource) {
      let from = try #require(episode["from"]?.string.flatMap { try? Instant(rfc3339: $0) })
      let to = try #require(episode["to"]?.string.flatMap { try? Instant(rfc3339: $0) })
      let key = (episode["key"]?.string ?? "").split(separator: "/")
      for line in scene.traffic.log.split(separator: 0x0A) {
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: " ")
        let time = try Instant(rfc3339: String(parts[0]))
        guard parts[1] == "<", time >= from, time < to else { continue }
        let hex = Array(parts[2].utf8)
        let bytes = stride(from: 0, to: hex.count, by: 2).map { index in
          UInt8(String(decoding: hex[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
        }
        let message = try Message(parsing: bytes, using: scene.parser)
        guard message.mti == "0100" || message.mti == "0200",
          message.text(of: .acquirerID) == key[0].description
        else { continue }
        #expect(key.count == 2 && message.text(of: .terminalID) != key[1].description)
      }
    }
  }
}
