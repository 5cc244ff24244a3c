package org.hokan.dicom.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.FindResponder;
import org.hokan.dicom.net.service.GetResponder;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StoreSource;

/**
 * A Query/Retrieve SCP over a few objects in memory, on a real socket: exact matching, four levels,
 * one destination.
 */
final class TestArchive implements AutoCloseable {
  /** An object and the transfer syntax that it is kept in. */
  record Kept(DataSet dataSet, TransferSyntax syntax) {
    OutgoingObject outgoing() {
      return new OutgoingObject(
          dataSet.uid(Tag.SOPClassUID).orElseThrow(),
          dataSet.uid(Tag.SOPInstanceUID).orElseThrow(),
          syntax.uid(),
          StoreSource.of(DataSetWriter.toBytes(dataSet, syntax)));
    }
  }

  final List<Kept> objects = new CopyOnWriteArrayList<>();
  private final DicomServer server;
  private final String destination;
  private final int destinationPort;

  TestArchive(String destination, int destinationPort) throws IOException {
    this.destination = destination;
    this.destinationPort = destinationPort;
    List<Uid> find = List.of(QueryModel.STUDY.find(), QueryModel.PATIENT.find());
    List<Uid> move = List.of(QueryModel.STUDY.move(), QueryModel.PATIENT.move());
    List<Uid> get = List.of(QueryModel.STUDY.get(), QueryModel.PATIENT.get());
    server =
        DicomServer.builder()
            .services(
                Services.builder()
                    .query(find, this::find)
                    .move(move, this::move)
                    .get(get, this::get)
                    .build())
            .retrievable(ContextProposals.usualClasses())
            .start();
  }

  PeerAddress address() {
    return new PeerAddress("ARCHIVE", "127.0.0.1", server.port());
  }

  private List<Kept> matching(DataSet identifier) {
    return objects.stream().filter(kept -> matches(kept.dataSet(), identifier)).toList();
  }

  private static boolean matches(DataSet object, DataSet keys) {
    for (Element key : keys) {
      List<String> wanted = keys.strings(key.tag());
      boolean asked =
          key.tag() != Tag.QueryRetrieveLevel
              && key.tag() != Tag.SpecificCharacterSet
              && wanted.stream().anyMatch(value -> !value.isEmpty());
      if (asked && object.string(key.tag()).filter(wanted::contains).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private Outcome find(
      CFindRq request, DataSet identifier, ServiceContext context, FindResponder responder)
      throws IOException {
    QueryLevel level = QueryLevel.valueOf(identifier.string(Tag.QueryRetrieveLevel).orElseThrow());
    Map<String, Kept> distinct = new LinkedHashMap<>();
    for (Kept kept : matching(identifier)) {
      distinct.putIfAbsent(kept.dataSet().string(level.uniqueKey()).orElseThrow(), kept);
    }
    for (Kept kept : distinct.values()) {
      if (responder.isCancelled()) {
        return Outcome.of(Status.CANCEL);
      }
      DataSet.Builder match =
          DataSet.builder()
              .string(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87")
              .string(Tag.QueryRetrieveLevel, level.name());
      for (Element key : identifier) {
        if (key.tag() != Tag.QueryRetrieveLevel && key.tag() != Tag.SpecificCharacterSet) {
          kept.dataSet()
              .element(key.tag())
              .ifPresentOrElse(match::put, () -> match.empty(key.tag()));
        }
      }
      if (level == QueryLevel.IMAGE) {
        match.uid(Tag.AvailableTransferSyntaxUID, kept.syntax().uid());
      }
      responder.pending(match.build());
    }
    return Outcome.SUCCESS;
  }

  private RetrieveResult move(
      CMoveRq request, DataSet identifier, ServiceContext context, RetrieveResponder responder)
      throws IOException {
    if (!request.moveDestination().equals(destination)) {
      return RetrieveResult.of(Outcome.of(Status.MOVE_DESTINATION_UNKNOWN));
    }
    List<Kept> found = matching(identifier);
    if (found.isEmpty()) {
      return RetrieveResult.ended(0, 0, 0, List.of());
    }
    var proposal =
        PeerOptions.proposal(new PeerAddress(destination, "127.0.0.1", destinationPort), "ARCHIVE");
    found.forEach(
        kept ->
            proposal.propose(
                kept.outgoing().sopClassUid(), List.of(kept.outgoing().transferSyntaxUid())));
    try (Call call = Call.to(proposal.build(), AssociationLimits.DEFAULT)) {
      MoveOriginator originator = new MoveOriginator("MOVER", request.messageId());
      return send(found, responder, object -> call.association().store(object, originator));
    }
  }

  private RetrieveResult get(
      CGetRq request, DataSet identifier, ServiceContext context, GetResponder responder)
      throws IOException {
    return send(matching(identifier), responder, responder::store);
  }

  private interface Sending {
    Outcome send(OutgoingObject object) throws IOException;
  }

  private static RetrieveResult send(List<Kept> found, RetrieveResponder responder, Sending sending)
      throws IOException {
    List<Uid> failed = new ArrayList<>();
    int completed = 0;
    for (Kept kept : found) {
      responder.progress(found.size() - completed - failed.size(), completed, failed.size(), 0);
      if (succeeds(kept, sending)) {
        completed++;
      } else {
        failed.add(kept.outgoing().sopInstanceUid());
      }
    }
    return RetrieveResult.ended(completed, failed.size(), 0, failed);
  }

  private static boolean succeeds(Kept kept, Sending sending) throws IOException {
    try {
      return sending.send(kept.outgoing()).status().isSuccess();
    } catch (NoPresentationContextException e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
