package org.hokan.dicom.net;

import java.util.List;
import org.hokan.dicom.net.dimse.CommandSetTarget;
import org.hokan.dicom.net.pdu.PduStreamTarget;
import org.hokan.dicom.net.service.AcceptorTarget;
import org.hokan.fuzz.FuzzSuite;
import org.hokan.fuzz.FuzzTarget;

class FuzzTest extends FuzzSuite {
  @Override
  protected List<FuzzTarget> targets() {
    return List.of(new PduStreamTarget(), new CommandSetTarget(), new AcceptorTarget());
  }
}
