package org.hokan.archive.db;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The databases that tests run on; see {@link OnEachDatabase}. */
public enum TestDatabase {
  H2 {
    @Override
    public DatabaseSettings fresh() {
      String name = "test" + NUMBER.incrementAndGet();
      try {
        Files.copy(H2File.MIGRATED, H2File.of(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return H2File.settings(name);
    }
  },
  POSTGRESQL {
    @Override
    public DatabaseSettings fresh() {
      String name = "test" + NUMBER.incrementAndGet();
      Server.execute("create database %s template %s".formatted(name, Server.MIGRATED));
      return Server.settings(name);
    }
  };

  private static final int POOL_SIZE = 20;
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Map<TestDatabase, Shared> OPEN = new EnumMap<>(TestDatabase.class);

  /**
   * A database of its own with all tables and no rows, copied from one that was migrated once; the
   * caller closes what it opens on it.
   */
  public abstract DatabaseSettings fresh();

  /** The database of a test class; made when it asks first, closed when another class asks. */
  public synchronized Database shared(Class<?> test, List<Class<?>> entities) {
    synchronized (OPEN) {
      Shared open = OPEN.get(this);
      if (open == null || !open.test().equals(test) || !open.entities().equals(entities)) {
        if (open != null) {
          open.database().close();
          OPEN.remove(this);
        }
        open = new Shared(test, entities, Database.open(fresh(), entities));
        OPEN.put(this, open);
      }
      return open.database();
    }
  }

  private record Shared(Class<?> test, List<Class<?>> entities, Database database) {}

  private static String migrated(String name, DatabaseSettings settings) {
    try (HikariDataSource pool = Opening.pool(settings)) {
      Opening.migrate(pool, settings.kind());
    }
    return name;
  }

  /** One PostgreSQL per JVM; nothing in it need outlive a power loss. */
  private static final class Server {
    static final EmbeddedPostgres SERVER = start();
    static final String MIGRATED = template();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }

    private static String template() {
      execute("create database migrated");
      return migrated("migrated", settings("migrated"));
    }

    static void execute(String statement) {
      try (Connection connection = SERVER.getPostgresDatabase().getConnection();
          Statement executed = connection.createStatement()) {
        executed.execute(statement);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    static DatabaseSettings settings(String name) {
      String url = SERVER.getJdbcUrl("postgres", name).replaceAll("[?].*", "");
      return DatabaseSettings.postgresql(url, "postgres", "postgres").withPoolSize(POOL_SIZE);
    }
  }

  private static final class H2File {
    static final Path FOLDER = make();
    static final Path MIGRATED = of(migrated("migrated", settings("migrated")));

    static Path of(String name) {
      return FOLDER.resolve(name + ".mv.db");
    }

    static DatabaseSettings settings(String name) {
      return DatabaseSettings.h2(FOLDER.resolve(name)).withPoolSize(POOL_SIZE);
    }

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("hokan-test-h2");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
