package org.hokan.archive.web;

import com.linecorp.armeria.common.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All endpoints of the API. */
final class Endpoints {
  static final String PREFIX = "/api/v1";

  private Endpoints() {}

  static List<Endpoint> of(AdminRooms rooms, Supplier<String> httpAddress) {
    return Stream.of(
            new NodeResource(rooms, httpAddress).endpoints(),
            new CutEndResource(rooms).endpoints(),
            new FacilityResource(rooms.entities()).endpoints(),
            new AeResource(rooms.entities()).endpoints(),
            new ContractResource(rooms).endpoints(),
            new BackupResource(rooms).endpoints(),
            new RuleResource(rooms).endpoints(),
            new RuleStagingResource(rooms).endpoints(),
            new RuleTrialResource(rooms).endpoints(),
            new StudyResource(rooms).endpoints(),
            new ExplainResource(rooms).endpoints(),
            new QuarantineResource(rooms).endpoints(),
            new CommitmentResource(rooms).endpoints(),
            new ProcedureResource(rooms).endpoints(),
            new CompressionResource(rooms).endpoints(),
            new HoldResource(rooms).endpoints(),
            new DeletionResource(rooms).endpoints(),
            new FollowUpResource(rooms).endpoints(),
            new JobResource(rooms).endpoints(),
            new BillingResource(rooms).endpoints(),
            new SimulationResource(rooms).endpoints(),
            new AuditResource(rooms.audit()).endpoints())
        .flatMap(List::stream)
        .toList();
  }

  static HttpResponse handle(Endpoint endpoint, Call call) {
    try {
      return endpoint.handler().handle(call);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
