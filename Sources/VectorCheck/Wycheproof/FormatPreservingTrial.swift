import CardCore

/// Tests of FF1: schemas `fpe_str_test_schema` and `fpe_list_test_schema`.
struct FormatPreservingTrial: WycheproofTrial {
  let operation = "fpe.ff1.encrypt"

  func outcome(of test: WycheproofTest) throws(OperationFailure) -> WycheproofOutcome {
    throw .unclassified(type: "FF1")
  }
}
