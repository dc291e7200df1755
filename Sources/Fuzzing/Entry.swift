import Glibc

/// The target that `MONETIQUE_FUZZ` names, read once for the whole run.
private let chosen: FuzzTarget = {
  let name = unsafe getenv("MONETIQUE_FUZZ").map { unsafe String(cString: $0) } ?? ""
  if let target = FuzzTarget.named(name) { return target }
  // With no known name there is nothing to fuzz: `Tools/fuzz` reads the names here, a line each.
  for target in FuzzTarget.all { unsafe puts(target.name) }
  exit(name.isEmpty ? EXIT_SUCCESS : 64)
}()

/// libFuzzer's first call: settles the target, so that a wrong name ends the run before it starts.
@_cdecl("LLVMFuzzerInitialize")
public func initializeFuzzer(
  argumentCount: UnsafeMutablePointer<CInt>,
  arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> CInt {
  _ = chosen
  return 0
}

/// libFuzzer's call for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(bytes: UnsafePointer<UInt8>?, count: Int) -> CInt {
  let buffer = unsafe UnsafeBufferPointer(start: bytes, count: count)
  unsafe chosen.body(Span(_unsafeElements: buffer))
  return 0
}
