package org.hokan.dicom.net.pdu;

import java.util.List;
import org.hokan.dicom.data.Uid;

/** A protocol data unit of the DICOM upper layer (PS3.8 §9.3). Values; lists are copied. */
public sealed interface Pdu {
  /** The only application context there is (PS3.7 §A.2.1). */
  Uid DICOM_APPLICATION_CONTEXT = Uid.of("1.2.840.10008.3.1.1.1");

  /** Which of the seven. */
  PduType type();

  /**
   * Asks for an association (PS3.8 §9.3.2).
   *
   * @param protocolVersion bit 0 set for version 1
   */
  record AAssociateRq(
      int protocolVersion,
      String calledAeTitle,
      String callingAeTitle,
      Uid applicationContextName,
      List<PresentationContextRq> presentationContexts,
      UserInformation userInformation)
      implements Pdu {
    /** Copies the list. */
    public AAssociateRq {
      presentationContexts = List.copyOf(presentationContexts);
    }

    @Override
    public PduType type() {
      return PduType.A_ASSOCIATE_RQ;
    }
  }

  /** Accepts an association (PS3.8 §9.3.3). */
  record AAssociateAc(
      int protocolVersion,
      String calledAeTitle,
      String callingAeTitle,
      Uid applicationContextName,
      List<PresentationContextAc> presentationContexts,
      UserInformation userInformation)
      implements Pdu {
    /** Copies the list. */
    public AAssociateAc {
      presentationContexts = List.copyOf(presentationContexts);
    }

    @Override
    public PduType type() {
      return PduType.A_ASSOCIATE_AC;
    }
  }

  /** Rejects an association (PS3.8 §9.3.4, Table 9-21 for the codes). */
  record AAssociateRj(int result, int source, int reason) implements Pdu {
    @Override
    public PduType type() {
      return PduType.A_ASSOCIATE_RJ;
    }
  }

  /** Carries parts of messages (PS3.8 §9.3.5). Who gets one releases the data of its values. */
  record PDataTf(List<PresentationDataValue> values) implements Pdu {
    /** Copies the list. */
    public PDataTf {
      values = List.copyOf(values);
    }

    @Override
    public PduType type() {
      return PduType.P_DATA_TF;
    }

    /** Releases the data of all values. */
    public void release() {
      values.forEach(value -> value.data().release());
    }
  }

  /** Asks for the end of the association (PS3.8 §9.3.6). */
  record AReleaseRq() implements Pdu {
    @Override
    public PduType type() {
      return PduType.A_RELEASE_RQ;
    }
  }

  /** Agrees to the end of the association (PS3.8 §9.3.7). */
  record AReleaseRp() implements Pdu {
    @Override
    public PduType type() {
      return PduType.A_RELEASE_RP;
    }
  }

  /**
   * Ends the association at once (PS3.8 §9.3.8).
   *
   * @param source 0 service-user, 2 service-provider
   * @param reason Table 9-26; without meaning from a service-user
   */
  record AAbort(int source, int reason) implements Pdu {
    public static final int SERVICE_USER = 0;
    public static final int SERVICE_PROVIDER = 2;

    @Override
    public PduType type() {
      return PduType.A_ABORT;
    }
  }
}
