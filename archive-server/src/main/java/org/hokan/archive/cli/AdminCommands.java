package org.hokan.archive.cli;

import java.util.List;

/** The admin commands, of the command line of {@code hokan}. */
public final class AdminCommands {
  private AdminCommands() {}

  /** {@code facility}, {@code ae}, {@code contract} and all others, in the order of the help. */
  public static List<Class<?>> all() {
    return List.of(
        FacilityCommand.class,
        AeCommand.class,
        ContractCommand.class,
        BackupCommand.class,
        RuleCommand.class,
        StudyCommand.class,
        ExplainCommand.class,
        QuarantineCommand.class,
        CommitmentCommand.class,
        ProcedureCommand.class,
        CompressionCommand.class,
        HoldCommand.class,
        DeletionCommand.class,
        ForwardCommand.class,
        NoticeCommand.class,
        BillingCommand.class,
        ReceiptCommand.class,
        IndexCommand.class,
        StorageCommand.class,
        JobCommand.class,
        AuditCommand.class,
        StatusCommand.class);
  }
}
