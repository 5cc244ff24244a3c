package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hokan.archive.CheckedTable;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.commitment.FailureReason;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.index.QueryLevel;
import org.hokan.archive.ingest.IngestOutcome;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.DictionaryEntry;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.UidDictionary;
import org.hokan.dicom.dict.UidEntry;
import org.hokan.dicom.dict.UidType;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.association.Implementation;
import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.Octets;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.RetrieveResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the conformance statement to what a node offers to a peer that may do everything. */
class ConformanceTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("hokan.root"), "archive-server", "docs", "conformance.md");
  private static final DataSet STILL = ScpNode.still("1", "1.2.1", "1.2.1.1");

  @SuppressWarnings("NullAway.Init")
  private static ScpNode node;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    node = new ScpNode(folder).facility("demo");
    node.entityAt(11113, "ALL", "demo", Permission.values());
    for (Permission each : Permission.values()) {
      node.entityAt(11113, each.name(), "demo", each);
    }
    node.entity("NOTHING", "demo");
    node.send("ALL", STILL);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void implementation() throws IOException {
    assertThat(table("implementation").column(1))
        .containsExactly(
            Pdu.DICOM_APPLICATION_CONTEXT.value(),
            Implementation.CLASS_UID.value(),
            Implementation.VERSION_NAME);
    try (ClientAssociation association = propose("ALL", false, List.of(Uids.Verification))) {
      assertThat(association.info().peerImplementationClassUid())
          .contains(Implementation.CLASS_UID);
      assertThat(association.info().peerImplementationVersionName())
          .contains(Implementation.VERSION_NAME);
    }
  }

  @Test
  void settingsAndTheirDefaults() throws IOException {
    List<List<String>> defaults =
        Configuration.defaults().effective().stream()
            .filter(each -> each.key().matches("(dicom|retrieve|commitment)\\..*"))
            .map(each -> List.of(each.key(), said(each.value())))
            .toList();

    assertThat(table("settings").columns(0, 1)).containsExactlyInAnyOrderElementsOf(defaults);
  }

  private static String said(String value) {
    return value.matches("[\\[\\]'\" ]*") ? "(none)" : value;
  }

  @Test
  void rejections() throws IOException {
    List<RejectReason> reasons =
        List.of(
            RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED,
            RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED,
            RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED,
            RejectReason.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED,
            RejectReason.LOCAL_LIMIT_EXCEEDED,
            RejectReason.LOCAL_LIMIT_EXCEEDED);

    List<List<String>> rows = table("rejections").rows();
    assertThat(rows).hasSameSizeAs(reasons);
    for (int i = 0; i < rows.size(); i++) {
      RejectReason reason = reasons.get(i);
      String name = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
      assertThat(rows.get(i).get(2)).startsWith(reason.source() + " ");
      assertThat(rows.get(i).get(3)).isEqualToIgnoringCase(reason.code() + " " + name);
    }
  }

  @Test
  void permissions() throws IOException {
    Map<String, String> offered = new LinkedHashMap<>();
    offered.put("(any)", services("NOTHING"));
    for (Permission each : Permission.values()) {
      offered.put(each.name().toLowerCase(Locale.ROOT), services(each.name()));
    }

    CheckedTable table = table("permissions");

    assertThat(table.column(0)).containsExactlyElementsOf(offered.keySet());
    table.rows().forEach(row -> assertThat(row.get(1)).startsWith(offered.get(row.get(0))));
  }

  private static String services(String as) throws IOException {
    Map<String, Uid> proposed = new LinkedHashMap<>();
    proposed.put("Storage, as SCP", ScpNode.ENDOSCOPIC);
    proposed.put("FIND", Uids.StudyRootQueryRetrieveInformationModelFind);
    proposed.put("MOVE", Uids.StudyRootQueryRetrieveInformationModelMove);
    proposed.put("GET", Uids.StudyRootQueryRetrieveInformationModelGet);
    for (Uid each :
        List.of(
            Uids.StorageCommitmentPushModel,
            Uids.ModalityPerformedProcedureStep,
            Uids.ModalityPerformedProcedureStepRetrieve)) {
      proposed.put(name(each.value()).replace(" SOP Class", ""), each);
    }
    Set<Uid> accepted = accepted(as, false, List.copyOf(proposed.values()));
    List<String> words = new ArrayList<>();
    proposed.forEach(
        (word, uid) -> Stream.of(uid).filter(accepted::contains).forEach(u -> words.add(word)));
    if (!accepted(as, true, List.of(ScpNode.ENDOSCOPIC)).isEmpty()) {
      words.add("Storage, as SCU if the peer takes the SCP role");
    }
    boolean any = as.equals("NOTHING") && words.isEmpty();
    return any ? "Verification" : words.isEmpty() ? "none" : String.join("; ", words);
  }

  @Test
  void sopClasses() throws IOException {
    Set<String> offered = texts(accepted("ALL", false, allSopClasses()));
    List<List<String>> others = table("services").columns(0, 1);
    CheckedTable storage = table("storage-sop-classes");

    Set<String> listed = new TreeSet<>(storage.column(1));
    others.stream().map(row -> row.get(1)).filter(uid -> !uid.isEmpty()).forEach(listed::add);
    assertThat(listed).isEqualTo(offered);
    assertThat(storage.column(1)).doesNotHaveDuplicates();
    Stream.concat(storage.rows().stream(), others.stream().filter(row -> !row.get(1).isEmpty()))
        .forEach(row -> assertThat(name(row.get(1))).startsWith(row.get(0)));
    for (List<String> row : storage.rows()) {
      boolean retired = UidDictionary.of(new Uid(row.get(1))).orElseThrow().retired();
      assertThat(row.get(2)).as(row.get(0)).isEqualTo(retired ? "yes" : "no");
    }
  }

  @Test
  void sopClassesThatTheNodeSendsInRetrievals() throws IOException {
    assertThat(new TreeSet<>(table("storage-sop-classes").column(1)))
        .isEqualTo(texts(accepted("ALL", true, allSopClasses())));
  }

  private static List<Uid> allSopClasses() {
    return Stream.of(UidType.SOP_CLASS, UidType.META_SOP_CLASS)
        .flatMap(type -> UidDictionary.ofType(type).stream())
        .map(UidEntry::uid)
        .toList();
  }

  @Test
  void transferSyntaxes() throws IOException {
    assertSyntaxes("storage-syntaxes", ScpNode.ENDOSCOPIC);
    for (Uid model :
        Stream.of(SopClasses.FIND, SopClasses.MOVE, SopClasses.GET)
            .flatMap(List::stream)
            .toList()) {
      assertSyntaxes("identifier-syntaxes", model);
    }
    assertSyntaxes("identifier-syntaxes", Uids.Verification);
  }

  private static void assertSyntaxes(String name, Uid sopClass) throws IOException {
    AssociationProposal.Builder proposal = node.proposal("ALL");
    UidDictionary.ofType(UidType.TRANSFER_SYNTAX)
        .forEach(entry -> proposal.propose(sopClass, List.of(entry.uid())));
    try (ClientAssociation association = node.connect(proposal)) {
      assertThat(new TreeSet<>(table(name).column(1)))
          .isEqualTo(texts(association.accepted(sopClass)));
    }
    table(name)
        .rows()
        .forEach(
            row -> assertThat(row.get(0)).startsWith(name(row.get(1)).replace(" (Retired)", "")));
  }

  @Test
  void statusesOfStorage() throws IOException {
    assertThat(table("store-statuses").columns(0, 1))
        .containsExactlyElementsOf(
            Arrays.stream(IngestOutcome.values())
                .map(each -> List.of(each.word(), StorageService.status(each).toString()))
                .toList());
  }

  @Test
  void extendedNegotiation() throws IOException {
    List<List<String>> rows = table("extended-negotiation").rows();
    byte[] asked = new byte[rows.size()];
    Arrays.fill(asked, (byte) 1);
    for (Uid model :
        Stream.of(SopClasses.FIND, SopClasses.MOVE, SopClasses.GET)
            .flatMap(List::stream)
            .toList()) {
      byte[] granted =
          QueryNegotiation.answer(new ExtendedNegotiation(model, Octets.of(asked)))
              .orElseThrow()
              .serviceClassApplicationInformation()
              .toArray();
      int column = SopClasses.FIND.contains(model) ? 2 : 3;
      assertThat(rows.stream().map(row -> row.get(column)))
          .containsExactlyElementsOf(
              IntStream.range(0, granted.length)
                  .mapToObj(i -> granted[i] == 1 ? "granted" : "0")
                  .toList());
    }
  }

  @Test
  void statusesOfQueries() throws IOException {
    assertThat(new TreeSet<>(table("find-statuses").column(0)))
        .isEqualTo(statuses(QueryService.class, Callers.class, Freshness.class));
  }

  @Test
  void statusesOfRetrievals() throws IOException {
    CheckedTable table = table("retrieve-statuses");
    Set<String> all =
        statuses(RetrieveService.class, Callers.class, Freshness.class, RetrieveResult.class);

    assertThat(new TreeSet<>(table.column(0))).isEqualTo(all);
    table
        .rows()
        .forEach(
            row -> {
              boolean moveOnly = row.get(0).equals(Status.MOVE_DESTINATION_UNKNOWN.toString());
              assertThat(row.subList(1, 3)).containsExactly("yes", moveOnly ? "no" : "yes");
            });
  }

  @Test
  void statusesOfStorageCommitmentAndMpps() throws IOException {
    assertThat(new TreeSet<>(table("commitment-statuses").column(0)))
        .isEqualTo(atOnce(CommitmentService.class, Callers.class));
    assertThat(new TreeSet<>(table("mpps-statuses").column(0)))
        .isEqualTo(atOnce(ProcedureService.class, Callers.class));
  }

  private static Set<String> atOnce(Class<?>... classes) {
    Set<String> codes = statuses(classes);
    codes.remove(Status.PENDING.toString());
    return codes;
  }

  @Test
  void reasonsWhyInstancesAreNotCommitted() throws IOException {
    assertThat(table("failure-reasons").columns(0, 1))
        .containsExactlyElementsOf(
            Arrays.stream(FailureReason.values())
                .map(
                    each ->
                        List.of(
                            "%04XH".formatted(each.code()),
                            each.name().toLowerCase(Locale.ROOT).replace('_', ' ')))
                .toList());
  }

  /** The statuses that these classes name, and that of an operation under way. */
  private static Set<String> statuses(Class<?>... classes) {
    Set<String> codes = new TreeSet<>(Set.of(Status.PENDING.toString(), Status.SUCCESS.toString()));
    new ClassFileImporter()
        .importClasses(classes)
        .forEach(
            type ->
                type.getFieldAccessesFromSelf().stream()
                    .filter(access -> access.getTargetOwner().isEquivalentTo(Status.class))
                    .map(ConformanceTest::code)
                    .forEach(codes::add));
    return codes;
  }

  private static String code(JavaFieldAccess access) {
    try {
      return String.valueOf(Status.class.getField(access.getName()).get(null));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(QueryLevel.class)
  void keysOfQueries(QueryLevel level) throws IOException {
    DataSet answer = answerToEveryKey(level);
    CheckedTable table = table("query-keys");

    Set<String> listed =
        table.rows().stream()
            .filter(row -> QueryLevel.valueOf(row.get(0)).ordinal() <= level.ordinal())
            .map(row -> row.get(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed)
        .isEqualTo(
            answer.elements().stream()
                .map(Element::tag)
                .filter(tag -> !ofEveryAnswer(tag))
                .map(Element::format)
                .collect(Collectors.toCollection(TreeSet::new)));
    table.rows().stream()
        .filter(row -> row.get(0).equals(level.name()))
        .forEach(row -> assertKey(level, row, answer));
  }

  private static void assertKey(QueryLevel level, List<String> row, DataSet answer) {
    int tag = ElementDictionary.parseTag(row.get(1)).orElseThrow();
    assertThat(row.get(2)).isEqualTo(ElementDictionary.entry(tag).orElseThrow().name());
    boolean computed = !answer.strings(tag).isEmpty() && !STILL.contains(tag);
    assertThat(row.get(3).equals("C")).as("%s is computed", row).isEqualTo(computed);
    assertThat(row.get(3).equals("U")).as("%s is unique", row).isEqualTo(tag == level.uniqueKey());
  }

  private static boolean ofEveryAnswer(int tag) {
    return Set.of(
            Tag.QueryRetrieveLevel,
            Tag.RetrieveAETitle,
            Tag.InstanceAvailability,
            Tag.SpecificCharacterSet)
        .contains(tag);
  }

  /** Asks for every attribute of the dictionary. */
  private static DataSet answerToEveryKey(QueryLevel level) throws IOException {
    DataSet.Builder keys = DataSet.builder();
    ElementDictionary.entries().stream()
        .filter(entry -> entry.tag() >>> 16 >= 8)
        .map(DictionaryEntry::tag)
        .filter(tag -> !ofEveryAnswer(tag))
        .forEach(keys::empty);
    for (QueryLevel each : QueryLevel.values()) {
      if (each.ordinal() < level.ordinal()) {
        keys.string(each.uniqueKey(), STILL.string(each.uniqueKey()).orElseThrow());
      }
    }
    keys.string(Tag.QueryRetrieveLevel, level.name());
    Uid model = Uids.PatientRootQueryRetrieveInformationModelFind;
    List<DataSet> matches = new ArrayList<>();
    try (ClientAssociation association = node.asking("ALL", model)) {
      assertThat(association.find(model, keys.build(), matches::add).status())
          .isEqualTo(Status.SUCCESS);
    }
    assertThat(matches).hasSize(1);
    return matches.get(0);
  }

  @Test
  void characterSets() throws IOException {
    List<String> terms =
        table("character-sets").rows().stream()
            .flatMap(List::stream)
            .filter(term -> !term.isEmpty())
            .toList();

    assertThat(terms).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    terms.forEach(term -> assertThat(SpecificCharacterSet.of(term).unknownTerms()).isEmpty());
    assertThat(SpecificCharacterSet.of("ISO_IR 999").unknownTerms()).hasSize(1);
  }

  private static CheckedTable table(String name) throws IOException {
    return CheckedTable.of(DOCUMENT, name);
  }

  private static String name(String uid) {
    return UidDictionary.nameOf(new Uid(uid));
  }

  private static Set<String> texts(Set<Uid> uids) {
    return uids.stream().map(Uid::value).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is accepted of these SOP classes, on as many associations as they need. */
  private static Set<Uid> accepted(String as, boolean asScp, List<Uid> sopClasses)
      throws IOException {
    Set<Uid> accepted = new java.util.HashSet<>();
    int most = AssociationProposal.Builder.MAX_CONTEXTS;
    for (int from = 0; from < sopClasses.size(); from += most) {
      List<Uid> some = sopClasses.subList(from, Math.min(sopClasses.size(), from + most));
      try (ClientAssociation association = propose(as, asScp, some)) {
        association.info().presentationContexts().stream()
            .filter(context -> asScp ? context.scp() : context.scu())
            .map(PresentationContext::abstractSyntax)
            .forEach(accepted::add);
      }
    }
    return accepted;
  }

  private static ClientAssociation propose(String as, boolean asScp, List<Uid> sopClasses)
      throws IOException {
    AssociationProposal.Builder proposal = node.proposal(as);
    List<Uid> syntaxes = List.of(ScpNode.SYNTAX.uid());
    sopClasses.forEach(
        uid -> {
          if (asScp) {
            proposal.proposeAsScp(uid, syntaxes);
          } else {
            proposal.propose(uid, syntaxes);
          }
        });
    return node.connect(proposal);
  }
}
