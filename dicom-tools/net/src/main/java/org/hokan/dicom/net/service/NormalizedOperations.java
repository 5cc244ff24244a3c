package org.hokan.dicom.net.service;

import java.io.IOException;
import java.time.Duration;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.Affected;
import org.hokan.dicom.net.dimse.DimseRequest;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;
import org.hokan.dicom.net.dimse.DimseRequest.NCreateRq;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;
import org.hokan.dicom.net.dimse.DimseRequest.NGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.NSetRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.DimseResponse.NActionRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NCreateRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NEventReportRsp;

/**
 * Runs the providers of operations and notifications on normalized objects, each on the calling
 * thread (PS3.7 §10.1).
 */
final class NormalizedOperations {
  private final Invoker invoker;
  private final AssociationLimits limits;
  private final Services services;

  NormalizedOperations(Invoker invoker, AssociationLimits limits, Services services) {
    this.invoker = invoker;
    this.limits = limits;
    this.services = services;
  }

  /** Whether this is one of them. */
  static boolean isOne(DimseRequest request) {
    return request instanceof NActionRq
        || request instanceof NCreateRq
        || request instanceof NSetRq
        || request instanceof NGetRq
        || request instanceof NEventReportRq;
  }

  Operations.Last perform(Performed operation, DataSet dataSet) throws IOException {
    NResult result = result(operation, dataSet);
    byte[] bytes =
        result
            .dataSet()
            .map(set -> Identifiers.encode(set, operation.context().presentationContext()))
            .orElse(new byte[0]);
    return new Operations.Last(response(operation.request(), result, bytes.length > 0), bytes);
  }

  private NResult result(Performed operation, DataSet dataSet) throws IOException {
    DimseRequest request = operation.request();
    ServiceContext context = operation.context();
    Uid sopClass = request.sopClassUid();
    if (request instanceof NActionRq action) {
      NActionScp provider = services.action(sopClass).orElseThrow();
      return provider.action(action, dataSet, context, new Reporting(operation));
    }
    if (request instanceof NCreateRq create) {
      return services.create(sopClass).orElseThrow().create(create, dataSet, context);
    }
    if (request instanceof NSetRq set) {
      return services.set(sopClass).orElseThrow().set(set, dataSet, context);
    }
    if (request instanceof NGetRq get) {
      return services.attributes(sopClass).orElseThrow().get(get, context);
    }
    NEventReportRq event = (NEventReportRq) request;
    return services.eventReport(sopClass).orElseThrow().report(event, dataSet, context);
  }

  private static DimseResponse response(DimseRequest request, NResult result, boolean data) {
    if (request instanceof NActionRq action) {
      NActionRsp rsp = action.respond(result.outcome());
      return new NActionRsp(
          action.messageId(), result.outcome(), rsp.affected(), rsp.actionTypeId(), data);
    }
    if (request instanceof NEventReportRq event) {
      NEventReportRsp rsp = event.respond(result.outcome());
      return new NEventReportRsp(
          event.messageId(), result.outcome(), rsp.affected(), rsp.eventTypeId(), data);
    }
    if (request instanceof NCreateRq create) {
      Affected affected = create.respond(result.outcome()).affected();
      Affected told =
          new Affected(
              affected.sopClassUid(), result.affectedSopInstanceUid().or(affected::sopInstanceUid));
      return new NCreateRsp(create.messageId(), result.outcome(), told, data);
    }
    return request instanceof NSetRq set
        ? set.respond(result.outcome(), data)
        : ((NGetRq) request).respond(result.outcome(), data);
  }

  /** Sends events on the context of an action, once that is answered. */
  private final class Reporting implements EventReporter {
    private final Performed action;

    Reporting(Performed action) {
      this.action = action;
    }

    @Override
    public NResult report(Uid sopInstanceUid, int eventTypeId, DataSet information)
        throws IOException {
      Waiting.await(action.answered(), limits.operationTimeout(), "response to the action");
      Uid sopClass = action.request().sopClassUid();
      return invoker.normalized(
          action.context().presentationContext(),
          id ->
              new NEventReportRq(id, sopClass, sopInstanceUid, eventTypeId, !information.isEmpty()),
          information);
    }

    @Override
    public boolean awaitEnd(Duration most) throws InterruptedException {
      return invoker.awaitEnd(most);
    }
  }
}
