package org.hokan.archive.scp;

import java.net.InetAddress;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.ServiceException;

/** Who is behind a request, as it is known now: what an AE may do can change at any time. */
record Callers(ApplicationEntities entities) {

  /**
   * The calling AE, if it still is known and may do this.
   *
   * @throws ServiceException answered as 0124H, not authorized (PS3.7 §C.5.15)
   */
  ApplicationEntity require(ServiceContext context, Permission permission) {
    return entities
        .find(context.association().callingAeTitle())
        .filter(entity -> entity.may(permission))
        .orElseThrow(() -> new ServiceException(Status.NOT_AUTHORIZED, "this AE may not do that"));
  }

  /** Whose share of the node an association's operations take. */
  String facility(AssociationInfo association) {
    String title = association.callingAeTitle();
    return entities.find(title).map(ApplicationEntity::facility).orElse("AE " + title);
  }

  /** The peer's IP address, for records. */
  static String address(ServiceContext context) {
    InetAddress address = context.association().peer().getAddress();
    return address == null ? "" : address.getHostAddress();
  }
}
