package org.hokan.dicom.cli;

import java.time.Duration;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationProposal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every tool that calls a peer. */
final class PeerOptions {
  @Option(
      names = "--call",
      required = true,
      paramLabel = "TITLE@HOST:PORT",
      converter = AddressConverter.class,
      description = "The peer to call: its AE title and address.")
  @SuppressWarnings("NullAway.Init")
  private PeerAddress peer;

  @Option(
      names = "--as",
      paramLabel = "TITLE",
      converter = TitleConverter.class,
      defaultValue = "DICOM_TOOLS",
      description = "Our own AE title (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private String title;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long the peer may be silent (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  PeerAddress peer() {
    return peer;
  }

  String title() {
    return title;
  }

  AssociationLimits limits() {
    return limits(Duration.ofSeconds(Math.max(1, timeoutSeconds)));
  }

  static AssociationLimits limits(Duration silence) {
    return AssociationLimits.builder()
        .associateTimeout(silence)
        .readTimeout(silence)
        .writeTimeout(silence)
        .operationTimeout(silence)
        .build();
  }

  AssociationProposal.Builder proposal() {
    return proposal(peer, title);
  }

  static AssociationProposal.Builder proposal(PeerAddress peer, String title) {
    return AssociationProposal.to(peer.aeTitle(), peer.host(), peer.port()).from(title);
  }

  static final class AddressConverter implements ITypeConverter<PeerAddress> {
    @Override
    public PeerAddress convert(String value) {
      try {
        return PeerAddress.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  static final class TitleConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      try {
        return PeerAddress.checkAeTitle(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
