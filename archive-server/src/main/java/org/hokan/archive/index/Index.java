package org.hokan.archive.index;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.LookUp;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * The door of the index.
 *
 * <p>A patient is one by facility and patient ID, a study by facility and Study Instance UID, a
 * series by study and Series Instance UID, an instance by facility and SOP Instance UID; whatever
 * races, there is one row of each. The first object with a UID is kept. Of a patient's, study's or
 * series' attributes the first value counts; what was empty is filled by later objects. Nobody sees
 * another facility's rows, and queries and retrievals see nothing of the quarantine.
 *
 * <p>Methods with a {@link Tx} take part in the caller's transaction; those without read in their
 * own. Thread-safe.
 */
public final class Index {
  private final Database database;
  private final Queries queries;
  private final LookUp digests;
  private final KeptBytes kept = new KeptBytes();

  public Index(Database database) {
    this.database = database;
    this.queries = new Queries(database);
    this.digests =
        database.lookUp("select digest from instance where sop_instance_uid = ? and facility = ?");
    refresh();
  }

  /** For {@link Database#open}. */
  public static List<Class<?>> entities() {
    return List.of(
        PatientEntity.class,
        PatientNameEntity.class,
        StudyEntity.class,
        StudySopClassEntity.class,
        SeriesEntity.class,
        InstanceEntity.class,
        FacilityUsageEntity.class,
        PackMarkEntity.class,
        QuarantineEntity.class,
        QuarantineDecisionEntity.class,
        DeadEntryEntity.class,
        DestroyedStudyEntity.class,
        DestroyedInstanceEntity.class);
  }

  /**
   * Files arrivals in the order given, which is the order of their sequence. Work for each does not
   * grow with the archive; a batch shares its statements. To be called in {@link Database#write},
   * which runs it again when another node filed the same study at the same time.
   *
   * @return an outcome for each, in the same order
   */
  public List<Outcome> add(Tx tx, List<ArrivedInstance> batch) {
    return add(tx, batch, arrival -> false);
  }

  /**
   * The same.
   *
   * @param originalStays whether an arrival is not to take its predecessor's place
   */
  public List<Outcome> add(
      Tx tx, List<ArrivedInstance> batch, Predicate<ArrivedInstance> originalStays) {
    return ArrivalBatch.add(tx, kept, batch, originalStays);
  }

  /**
   * Files one of {@link #formsAside} before what came later. What was released is filed as then,
   * also into a study of another patient.
   */
  public Outcome addInTurn(Tx tx, ArrivedInstance form) {
    return ArrivalBatch.addInTurn(tx, kept, form);
  }

  /**
   * The digest of the instance with this UID, not of one in quarantine: for the check of each
   * arrival whether the same object is there. One statement by a unique index, without a session.
   */
  public Optional<String> digest(String facility, Uid sopInstanceUid) {
    return digests.first(sopInstanceUid.value(), facility);
  }

  /** Whether an object with this UID and digest is kept: as an instance, or in quarantine. */
  public boolean isKept(String facility, Uid sopInstanceUid, String digest) {
    return digest(facility, sopInstanceUid).filter(digest::equals).isPresent()
        || database.read(tx -> Quarantine.holds(tx, facility, sopInstanceUid, digest));
  }

  /** The instance with this UID, not one in quarantine. One statement by unique indexes. */
  public Optional<InstanceRow> instance(String facility, Uid sopInstanceUid) {
    return database.read(tx -> Instances.one(tx, facility, sopInstanceUid));
  }

  /** Those of these instances that are there, in no order, none in quarantine. */
  public List<InstanceRow> instances(String facility, List<Uid> sopInstanceUids) {
    return database.read(tx -> Instances.all(tx, facility, sopInstanceUids));
  }

  /** Those of these instances that belong to a study, none in quarantine; only their UIDs. */
  public Set<Uid> ofStudy(String facility, Uid studyInstanceUid, Collection<Uid> sopInstanceUids) {
    return database.read(
        tx -> Instances.ofStudy(tx, facility, studyInstanceUid, List.copyOf(sopInstanceUids)));
  }

  /** Of an object's attributes those that the index keeps, with all that it is filed by. */
  public static DataSet kept(DataSet head) {
    return LevelAttributes.ofAll(head);
  }

  /**
   * Answers a query (PS3.4 §C.4.1): a data set for each match, with the requested attributes that
   * the index knows at the level or above, Query/Retrieve Level, Retrieve AE Title, and Specific
   * Character Set where a text needs it.
   *
   * <p>Matches are read page by page; while {@code each} works, no transaction is open and only a
   * page is held in memory.
   *
   * @param each takes an answer and says whether to go on
   * @throws IdentifierMismatchException before the first answer, when the keys do not fit the model
   */
  public void query(IndexQuery query, Predicate<DataSet> each) {
    queries.answer(query, each, Asker.PATIENT);
  }

  /** The same, until the asker has gone: also amid a search. */
  public void query(IndexQuery query, Predicate<DataSet> each, Asker asker) {
    queries.answer(query, each, asker);
  }

  /**
   * The instances that a C-MOVE or C-GET names, page by page as {@link #query}, in the order in
   * which they were filed.
   *
   * @param each takes an instance and says whether to go on
   */
  public void locate(String facility, RetrieveKeys keys, Predicate<InstanceRow> each) {
    select(facility, keys, located -> each.test(located.row()));
  }

  /** The same, for who reads some of them once more. */
  public void select(String facility, RetrieveKeys keys, Predicate<Located> each) {
    queries.select(facility, keys, each);
  }

  /**
   * Those of some instances that are there still, in the order in which they were filed.
   *
   * @param ids of {@link Located}, at least one
   */
  public List<InstanceRow> located(String facility, List<Long> ids) {
    return queries.located(facility, ids);
  }

  /** Studies for people, the latest arrival first. */
  public List<StudySummary> studies(StudyFilter filter) {
    return database.read(tx -> Studies.list(tx, filter));
  }

  /**
   * The studies of a facility with arrivals since then, in the order in which they began; read page
   * by page, with no transaction open meanwhile.
   *
   * @param each takes a study and says whether to go on
   */
  public void studies(String facility, Instant since, Predicate<StudySummary> each) {
    Studies.each(database, facility, since, each);
  }

  /** The facilities that keep an instance of this UID, mostly one. */
  public List<String> facilitiesOf(Uid sopInstanceUid) {
    return database.read(tx -> Instances.facilities(tx, sopInstanceUid));
  }

  /** The series of a study, as they came. */
  public List<SeriesSummary> series(String facility, Uid studyInstanceUid) {
    return database.read(tx -> Studies.series(tx, facility, studyInstanceUid));
  }

  /** What a study has come to. */
  public Optional<StudyUsage> usage(Tx tx, String facility, Uid studyInstanceUid) {
    return Studies.usage(tx, facility, studyInstanceUid);
  }

  /** The packs that hold a study's images, each up to the last of them. */
  public List<PackPart> packParts(Tx tx, String facility, Uid studyInstanceUid) {
    return Studies.packParts(tx, facility, studyInstanceUid);
  }

  /**
   * Studies with arrivals that {@link #settled} has not been told of, the longest quiet first.
   *
   * @param quietSince last arrival at or before this
   * @param max most rows
   */
  public List<StudyUsage> unsettled(Tx tx, Instant quietSince, int max) {
    return Studies.unsettled(tx, quietSince, max);
  }

  /** The same of a facility, however short ago the last arrival was; in the order they began. */
  public List<StudyUsage> unsettledOf(Tx tx, String facility, int max) {
    return Studies.unsettledOf(tx, facility, max);
  }

  /**
   * Says that billing knows this much of a study.
   *
   * @return false when more has arrived since: then it stays unsettled
   */
  public boolean settled(Tx tx, StudyUsage usage) {
    return Studies.settled(tx, usage);
  }

  /**
   * Objects that wait for a decision, the oldest first.
   *
   * @param facility its code; empty: all
   * @param after id of the last entry of the page before; 0: from the start
   * @param max most rows
   */
  public List<QuarantineEntry> quarantine(Optional<String> facility, long after, int max) {
    return database.read(tx -> Quarantine.list(tx, facility, after, max));
  }

  /**
   * What waits of a study, or with an instance's UID, the oldest first.
   *
   * @param facility its code; empty: all
   */
  public List<QuarantineEntry> quarantineNaming(Optional<String> facility, Uid uid, int max) {
    return database.read(tx -> Quarantine.naming(tx, facility, uid.value(), max));
  }

  /** What waits of one study, the oldest first. */
  public List<QuarantineEntry> quarantineOf(String facility, String studyInstanceUid) {
    return database.read(tx -> Quarantine.ofStudy(tx, facility, studyInstanceUid));
  }

  /**
   * Studies of which something that came since then waits, by UID.
   *
   * @param after UID of the last one of the page before; empty: from the start
   */
  public List<String> quarantinedStudies(String facility, Instant since, String after, int max) {
    return database.read(tx -> Quarantine.studies(tx, facility, since, after, max));
  }

  /** Those of some studies of which something that came since then waits; asked at once. */
  public Set<String> quarantinedAmong(String facility, Instant since, Collection<String> studies) {
    return database.read(tx -> Quarantine.among(tx, facility, since, studies));
  }

  public Optional<QuarantineEntry> quarantined(long id) {
    return database.read(tx -> Quarantine.one(tx, id));
  }

  /** The same as the transaction sees it; not locked. */
  public Optional<QuarantineEntry> quarantined(Tx tx, long id) {
    return Quarantine.one(tx, id);
  }

  /** The same, for somebody who will decide about it in this transaction: nobody else does. */
  public Optional<QuarantineEntry> claimed(Tx tx, long id) {
    return Quarantine.claimed(tx, id);
  }

  /**
   * Files an object from quarantine, if its study has another patient ID into that study. The
   * decision outlives a rebuild.
   *
   * @param keeping how it is kept from now on, of what was decided when it came
   * @param originalStays whether it is not to take its predecessor's place
   * @return {@link Outcome.Kind#ADDED}, or {@link Outcome.Kind#DUPLICATE} when the same object came
   *     again meanwhile, or {@link Outcome.Kind#REPLACED} when this is its smaller form
   * @throws QuarantineException when it is not there, or cannot be filed; let it roll the
   *     transaction back
   */
  public Outcome release(
      Tx tx, long id, UnaryOperator<Decided> keeping, Predicate<ArrivedInstance> originalStays) {
    return Quarantine.release(tx, kept, id, new Quarantine.Terms(keeping, originalStays));
  }

  /**
   * Released instances that lie in one of these packs still, as they came; in no order.
   *
   * @param packs a pattern for LIKE
   */
  public List<InstanceRow> released(String packs) {
    return database.read(tx -> Instances.released(tx, packs));
  }

  /**
   * Smaller forms, and what was moved after its release, in quarantine though what they were made
   * of was filed once: something that came after that was filed before them. In the order of their
   * turns.
   */
  public List<ArrivedInstance> formsAside() {
    return database.read(Quarantine::formsAside);
  }

  /**
   * Takes an object out of the list for good; its bytes stay in their pack. The decision outlives a
   * rebuild. The same object is put aside anew when it is sent again.
   *
   * @throws QuarantineException when it is not there
   */
  public QuarantineEntry remove(Tx tx, long id) {
    return Quarantine.remove(tx, kept, id);
  }

  /**
   * Destroys a study: its rows go, its entries in packs are dead, a certificate takes their place.
   * Outlives a rebuild. Work grows with the study, not with the archive.
   *
   * @return empty when there is no such study
   */
  public Optional<Certificate> destroy(
      Tx tx, String facility, Uid studyInstanceUid, DestructionOrder order) {
    return Destruction.run(tx, kept, facility, studyInstanceUid, order);
  }

  /** Certificates of destruction, the latest first. */
  public List<Certificate> certificates(CertificateFilter filter) {
    return database.read(tx -> Certificates.list(tx, filter));
  }

  /** The certificates that name an instance. */
  public List<Certificate> certificatesOf(Tx tx, String facility, String sopInstanceUid) {
    return Certificates.of(tx, facility, sopInstanceUid);
  }

  /** The certificates of all facilities that name an instance, the latest first. */
  public List<Certificate> certificatesNaming(Uid sopInstanceUid) {
    return database.read(tx -> Certificates.naming(tx, sopInstanceUid.value()));
  }

  /** An instance of a certificate. */
  public Optional<DestroyedInstance> destroyed(long certificate, Uid sopInstanceUid) {
    return database.read(tx -> Certificates.instance(tx, certificate, sopInstanceUid.value()));
  }

  /** The certificate with this number. */
  public Optional<Certificate> certificate(long id) {
    return database.read(tx -> Certificates.one(tx, id));
  }

  /** How many bytes of a certificate's instances are in packs still; 0: all were given back. */
  public long bytesInPacks(long certificate) {
    return database.read(tx -> Certificates.bytesInPacks(tx, certificate));
  }

  /** The same of all that a deletion list destroyed. */
  public long bytesInPacksOfList(long deletion) {
    return database.read(tx -> Certificates.bytesInPacksOfList(tx, deletion));
  }

  /**
   * The instances of a certificate, by their UIDs.
   *
   * @param after UID of the last one of the page before; empty: from the start
   */
  public List<DestroyedInstance> destroyed(long certificate, String after, int max) {
    return database.read(tx -> Certificates.instances(tx, certificate, after, max));
  }

  /**
   * Notes on the certificates of these studies that something of them came again.
   *
   * @return those of which that was not known
   */
  public Set<String> cameAgain(Tx tx, String facility, Set<String> studies, Instant now) {
    return Certificates.cameAgain(tx, facility, studies, now);
  }

  /** Whether a row of an instance points to this entry. */
  public boolean isPointedTo(Tx tx, DeadObject object) {
    return DeadEntries.isPointedTo(tx, object);
  }

  /** The objects of a study that wait for a decision. */
  public long quarantined(Tx tx, String facility, Uid studyInstanceUid) {
    return Quarantine.count(tx, facility, studyInstanceUid);
  }

  /**
   * Studies with what decides how long they are kept, in the order of their ids.
   *
   * @param after id of the last one of the page before; 0: from the start
   */
  public List<KeptStudy> keptStudies(Tx tx, Optional<String> facility, long after, int max) {
    return KeptStudies.page(tx, facility, after, max);
  }

  /** The same for one study, locked until the transaction ends: nothing of it is filed. */
  public Optional<KeptStudy> keptStudy(Tx tx, String facility, Uid studyInstanceUid) {
    return KeptStudies.locked(tx, facility, studyInstanceUid);
  }

  /** The studies in which some instances are, as they are now; those in quarantine are in none. */
  public List<KeptStudy> studiesOf(Tx tx, String facility, List<Uid> sopInstanceUids) {
    return KeptStudies.of(tx, facility, sopInstanceUids);
  }

  /** What the rules that decided about a study's instances say of its retention, each text once. */
  public List<String> retentions(Tx tx, KeptStudy study) {
    return KeptStudies.retentions(tx, study);
  }

  /** Says that the bytes of an entry are to be dropped. The decision outlives a rebuild. */
  public void dead(Tx tx, DeadObject dead) {
    DeadEntries.add(tx, dead);
  }

  /** Where the same object is kept, perhaps recompressed, or waits for a decision. */
  public List<KeptEntry> kept(Tx tx, DeadObject object) {
    return DeadEntries.kept(tx, object);
  }

  /** Where what took the place of an object is kept. */
  public List<KeptEntry> successors(Tx tx, DeadObject object) {
    return DeadEntries.successors(tx, object);
  }

  /** What is dead, for each pack in which something is. */
  public List<DeadSpace> deadSpace() {
    return database.read(DeadEntries::space);
  }

  /** What is dead in a pack, in the order of its entries. */
  public List<DeadObject> dead(String pack) {
    return database.read(tx -> DeadEntries.in(tx, pack));
  }

  /** Lets rows point to where objects were copied. */
  public void move(Tx tx, List<MovedObject> objects) {
    DeadEntries.move(tx, objects);
  }

  /**
   * Says that all of a pack was copied to another one, but what was dropped; after {@link #move}.
   * If the old pack was filed to its end, the new one is.
   */
  public void replaced(Tx tx, PackMark oldPack, PackMark newPack) {
    DeadEntries.replaced(tx, oldPack, newPack);
  }

  /** Forgets a pack that was removed. */
  public void forget(Tx tx, String pack) {
    DeadEntries.forget(tx, pack);
  }

  /** The end of what is filed, for each pack. */
  public Map<String, Long> marks() {
    return database.read(Bookkeeping::marks);
  }

  /** Says that everything in the pack before this offset is filed; a mark never goes back. */
  public void setMark(Tx tx, String pack, long endOffset) {
    Bookkeeping.setMark(tx, pack, endOffset);
  }

  /** What each facility keeps. One row each, whatever the archive's size. */
  public List<FacilityCounts> counts() {
    return database.read(Bookkeeping::counts);
  }

  /** Learns what other nodes keep. */
  public void refresh() {
    database.run(kept::load);
  }

  /**
   * Bytes that the facility keeps, as they came and without what is in quarantine, as this node's
   * transactions and the last {@link #refresh} leave them. Asks no database.
   */
  public long keptBytes(String facility) {
    return kept.of(facility);
  }

  /** What this facility keeps; zeros when it keeps nothing. */
  public FacilityCounts counts(String facility) {
    return database.read(tx -> Bookkeeping.counts(tx, facility));
  }

  /**
   * What is kept of some patients, by the sums of their studies; nothing of one who has none.
   *
   * @param patients each a Patient ID behind a P
   */
  public Map<String, KeptCounts> countsOfPatients(String facility, Collection<String> patients) {
    return database.read(tx -> KeptObjects.patients(tx, facility, patients));
  }

  /** What is kept of some studies, by their UID; nothing of one that is not there. */
  public Map<String, KeptCounts> countsOfStudies(String facility, Collection<String> uids) {
    return database.read(tx -> KeptObjects.studies(tx, facility, uids));
  }

  /**
   * A page of all studies, in the order of their ids.
   *
   * @param after id of the last one of the page before; 0: from the start
   */
  public List<StudyToCompress> toCompress(Tx tx, long after, int max) {
    return Savers.toCompress(tx, after, max);
  }

  /** How many studies come after this one in the order of their ids. */
  public long studiesAfter(Tx tx, long id) {
    return Savers.studies(tx, id);
  }

  /** What recompression has saved of one study; zeros when nothing. */
  public Savings savings(Tx tx, String facility, Uid studyInstanceUid) {
    return Savers.of(tx, facility, studyInstanceUid);
  }

  /** What recompression has saved each facility. One row each, whatever the archive's size. */
  public List<Savings> savings() {
    return database.read(Bookkeeping::savings);
  }

  /**
   * Forgets everything that can be made anew from the packs; decisions about the quarantine stay.
   */
  public void clear(Tx tx) {
    Bookkeeping.clear(tx);
    kept.clear(tx);
  }
}
