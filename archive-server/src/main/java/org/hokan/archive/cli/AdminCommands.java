package org.hokan.archive.cli;

import java.util.List;
import picocli.CommandLine;

/** The admin commands, to be added to the command line of {@code hokan}. */
public final class AdminCommands {
  private AdminCommands() {}

  /** Adds {@code facility}, {@code ae}, {@code contract} and all others as subcommands. */
  public static void addTo(CommandLine hokan) {
    List.of(
            new FacilityCommand(),
            new AeCommand(),
            new ContractCommand(),
            new BackupCommand(),
            new RuleCommand(),
            new StudyCommand(),
            new ExplainCommand(),
            new QuarantineCommand(),
            new CommitmentCommand(),
            new ProcedureCommand(),
            new CompressionCommand(),
            new HoldCommand(),
            new DeletionCommand(),
            new ForwardCommand(),
            new NoticeCommand(),
            new BillingCommand(),
            new ReceiptCommand(),
            new IndexCommand(),
            new StorageCommand(),
            new JobCommand(),
            new AuditCommand(),
            new StatusCommand())
        .forEach(hokan::addSubcommand);
  }
}
