package org.hokan.archive.scp;

import java.time.Duration;
import org.hokan.dicom.net.association.AssociationEnd;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationRequest;
import org.hokan.dicom.net.association.Decision;

/** Two listeners, told in turn. */
record Listeners(AssociationListener first, AssociationListener second)
    implements AssociationListener {
  @Override
  public void established(AssociationInfo association) {
    first.established(association);
    second.established(association);
  }

  @Override
  public void rejected(AssociationRequest request, Decision.Reject decision) {
    first.rejected(request, decision);
    second.rejected(request, decision);
  }

  @Override
  public void dropped() {
    first.dropped();
    second.dropped();
  }

  @Override
  public void ended(
      AssociationInfo association,
      AssociationEnd end,
      Duration lasted,
      long bytesReceived,
      long bytesSent) {
    first.ended(association, end, lasted, bytesReceived, bytesSent);
    second.ended(association, end, lasted, bytesReceived, bytesSent);
  }
}
