import CardCore
import CardRegistry
import PaymentCrypto

/// A sealed stream that is written into a file of its own, in constant memory.
struct SealedFile: ~Copyable {
  private var output: PrivateOutput?
  var stream: SealedStreamWriter
  /// What is sealed and waits to be written.
  var pending: [UInt8]
  private static let pieceByteCount = 1 << 18

  /// - Parameters:
  ///   - path: nil to seal and write nothing.
  ///   - batch: Named in the information of the stream, with the kind of file.
  init(
    _ path: String?, _ kind: ProductionBatch.Kind, batch: String, made time: Instant,
    under key: consuming Key<PaymentCrypto.Usage.KeyBlockProtection>
  ) throws(CommandError) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-\(kind.rawValue)/1")
    writer.field("batch", batch)
    writer.field("madeAt", time.description)
    writer.endObject()
    let information = writer.bytes
    var head: [UInt8] = []
    let stream: SealedStreamWriter
    do throws(CryptoError) {
      var random = SecureRandom()
      stream = try SealedStreamWriter(
        under: key, information: information, to: &head, using: &random)
    } catch {
      throw CommandError(
        "the transport key: \(error)", hint: "a key block protection key of AES-256",
        .configuration, code: "transportKey")
    }
    output = try path.map { path throws(CommandError) in try PrivateOutput(path) }
    self.stream = stream
    pending = head
  }

  /// Writes what is sealed, once it is much.
  mutating func flushIfFull() throws(CommandError) {
    if pending.count >= Self.pieceByteCount { try flush() }
  }

  private mutating func flush() throws(CommandError) {
    try output?.write(pending)
    pending.removeAll(keepingCapacity: true)
  }

  /// Ends the stream; the file waits beside its place.
  mutating func seal() throws(CommandError) {
    do throws(CryptoError) {
      try stream.finish(to: &pending)
    } catch {
      throw CommandError("the file cannot be sealed: \(error)", .unexpected)
    }
    try flush()
  }

  /// Puts the file in its place.
  mutating func place() throws(CommandError) { try output?.place() }
}
