import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card certificate`.
struct CardCertificateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate", abstract: "Print the proof of an opposition, for 18 months.",
    discussion: """
      The holder may ask for it for 18 months from the opposition (article D133-3 of the Code \
      monétaire et financier). The text is in French unless --lang en is given.
      """,
    aliases: ["certificat"])

  @Argument(help: "The number of the opposition.")
  var number: String

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang = Language.french

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try registry.open()
    let proof = try session.perform { registry throws(RegistryError) in
      try registry.proof(ofOpposition: number)
    }
    let lastDay = proof.opposition.provableUntil(.standard)
    guard Day(of: session.time) <= lastDay else {
      throw CommandError(
        "opposition \(number): its proof could be asked for until \(lastDay)",
        hint: "audit export keeps the record itself", .refused, code: "proofLapsed")
    }
    var console = Console()
    switch output.resolved {
    case .table:
      for line in lang == .french ? Self.french(proof, lastDay) : Self.english(proof, lastDay) {
        try console.line(line)
      }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-opposition-certificate/1")
      writer.field("number", proof.opposition.number)
      writer.field("recordedAt", proof.opposition.recorded.description)
      writer.field("channel", proof.opposition.channel.rawValue)
      writer.field("reason", proof.opposition.motive.rawValue)
      writer.field("pan", proof.pan)
      writer.field("holder", proof.holder.name)
      writer.field("availableUntil", lastDay.description)
      writer.field("record", proof.record)
      writer.key("hash")
      writer.hex(proof.hash.span)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }

  private static func french(_ proof: OppositionProof, _ lastDay: Day) -> [String] {
    let opposition = proof.opposition
    return [
      "Attestation d'opposition", "",
      "Nous avons reçu et enregistré une opposition sur la carte \(proof.pan)",
      "au nom de \(TextColumns.printable(proof.holder.name)).", "",
      "Numéro d'opposition  \(opposition.number)",
      "Enregistrée le       \(opposition.recorded) (UTC)",
      "Reçue par            \(opposition.channel.labels.french)",
      "Motif                \(opposition.motive.labels.french)", "",
      "L'opposition est irrévocable. Cette attestation peut être demandée jusqu'au \(lastDay)",
      "(article D133-3 du Code monétaire et financier).",
    ]
  }

  private static func english(_ proof: OppositionProof, _ lastDay: Day) -> [String] {
    let opposition = proof.opposition
    return [
      "Certificate of opposition", "",
      "We received and recorded an opposition on card \(proof.pan)",
      "of \(TextColumns.printable(proof.holder.name)).", "",
      "Opposition number  \(opposition.number)",
      "Recorded at        \(opposition.recorded) (UTC)",
      "Received by        \(opposition.channel.labels.english)",
      "Reason             \(opposition.motive.labels.english)", "",
      "The opposition is irrevocable. This certificate can be asked for until \(lastDay)",
      "(article D133-3 of the Code monétaire et financier).",
    ]
  }
}
