import ArgumentParser

/// `monetique card`, in French `monetique carte`.
struct CardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "What is done to cards, one at a time or by the batch.",
    discussion: """
      A card number comes by file or on standard input, never as an argument. Who acts is the user \
      of the system; what each role may do is on the audit trail, and refused acts change nothing.
      """,
    subcommands: [
      CardImportCommand.self, CardShowCommand.self, CardListCommand.self, CardHistoryCommand.self,
      CardOpposeCommand.self, CardOrderCommand.self, CardReplaceCommand.self, CardRenewCommand.self,
      CardCertificateCommand.self, CardBlockCommand.self,
      CardUnblockCommand.self, CardLockCommand.self, CardUnlockCommand.self,
      CardProduceCommand.self, CardProductionCommand.self, CardShipCommand.self,
      CardReturnMailCommand.self,
      CardResendCommand.self, CardActivateCommand.self, CardCaptureCommand.self,
      CardDemandCommand.self, CardWithdrawCommand.self, CardExpireCommand.self,
      CardCloseCommand.self,
      CardCancelCommand.self, CardReceiveCommand.self, CardHandOverCommand.self,
      CardGiveBackCommand.self, CardSurrenderCommand.self, CardDestroyCommand.self,
      CardRegularizeCommand.self, CardLimitsCommand.self, CardPINCommand.self,
      CardSetRenewalCommand.self, CardOpposePaymentCommand.self,
      CardRevokeRecurringCommand.self, CardAnswerCommand.self,
    ],
    aliases: ["carte"])
}
