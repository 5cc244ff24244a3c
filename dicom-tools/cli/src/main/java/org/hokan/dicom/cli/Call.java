package org.hokan.dicom.cli;

import java.io.IOException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;

/** One association of a tool, and the client that it needs. */
final class Call implements AutoCloseable {
  private final DicomClient client;
  private final ClientAssociation association;

  private Call(DicomClient client, ClientAssociation association) {
    this.client = client;
    this.association = association;
  }

  static Call to(AssociationProposal proposal, AssociationLimits limits) throws IOException {
    DicomClient client = DicomClient.builder().limits(limits).threads(1).build();
    try {
      return new Call(client, client.connect(proposal));
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  ClientAssociation association() {
    return association;
  }

  /** Releases the association in order. */
  @Override
  public void close() {
    association.close();
    client.close();
  }
}
